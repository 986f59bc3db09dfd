import { CicloError } from '../../domain/errors.ts';
import { hangsOnTraits, hangsOnZone } from '../../domain/journey/hear-event.ts';
import { durationEnd } from '../../domain/journey/plan-wait.ts';
import { exposeToHoldouts } from '../experiments/expose.ts';
import type { ExposureStore } from '../ports/experiments.ts';
import type { LedgerStore, Run, RunStore } from '../ports/runs.ts';
import { listensFor } from './hear.ts';
import { type Session, zoneOfProfile } from './session.ts';

/** Hears of changes of traits: for waits that hang on a date of the profile. */
export const traitsChanged = 'profile:traits';

/** Hears of another time zone of the person: for waits that go by the time on their wall. */
export const zoneChanged = 'profile:zone';

const hearsOf = (session: Session): readonly string[] => {
  const { run, journey } = session;
  const { goal } = journey.definition;
  const heard = run.state.outcome === null ? [...listensFor(session)] : [];
  // A holdout is measured by every success in its window, not only by the first.
  const isOpen = run.convertedAt === undefined || journey.holdout !== undefined;
  if (goal !== undefined && isOpen) heard.push(goal.on);
  if (hangsOnTraits({ journey, state: run.state })) heard.push(traitsChanged);
  else if (hangsOnZone({ journey, state: run.state })) heard.push(zoneChanged);
  return [...new Set(heard)];
};

const goalUntil = (session: Session): number | undefined => {
  const { goal } = session.journey.definition;
  if (goal === undefined) return undefined;
  const zone = zoneOfProfile({ profile: session.profile, live: session.live });
  return durationEnd({ from: session.run.enteredAt, text: goal.within, zone });
};

const toStore = (session: Session): Run => {
  const { run, now } = session;
  const { state } = run;
  const until = state.frozen === null ? state.waiting?.until : null;
  const goal = goalUntil(session);
  const { wakeAt: _woke, step: _stood, ...rest } = run;
  return {
    ...rest,
    version: session.journey.version,
    status: state.outcome === null ? 'active' : 'ended',
    step: state.at,
    hears: hearsOf(session),
    ...(until === null || until === undefined ? {} : { wakeAt: until }),
    ...(goal === undefined ? {} : { goalUntil: goal }),
    ...(state.outcome === null ? {} : { outcome: state.outcome, endedAt: run.endedAt ?? now }),
    rev: run.rev + 1,
  };
};

/**
 * Writes what the burst did: who takes part in a holdout and the ledger first (their rows are known by hash, so a
 * repeat adds nothing), then the run. Throws `conflict` when another burst wrote the run meanwhile; the caller begins anew from what it wrote.
 */
export const commit = async (input: {
  deps: { ledger: LedgerStore; runs: RunStore; exposures: ExposureStore };
  session: Session;
}): Promise<void> => {
  const { deps, session } = input;
  const run = toStore(session);
  const rows = session.rows.splice(0);
  await exposeToHoldouts({ exposures: deps.exposures, session, decisions: rows });
  if (rows.length > 0) await deps.ledger.append(rows);
  const written = session.isStored
    ? await deps.runs.save({ run, rev: session.run.rev })
    : await deps.runs.insert(run);
  if (written === 'conflict' || written === 'exists') {
    throw new CicloError({ code: 'conflict', message: `Run ${run.id} is being carried on elsewhere.` });
  }
  session.isStored = true;
  session.isForked = false;
  session.run = run;
};

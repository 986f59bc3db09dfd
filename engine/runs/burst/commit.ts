import { CicloError } from '../../../domain/errors.ts';
import { nameOf } from '../../../domain/journey/definition.ts';
import { hangsOnTraits, hangsOnZone, listensFor } from '../../../domain/journey/reduce/hear-event.ts';
import { durationEnd } from '../../../domain/journey/reduce/plan-wait.ts';
import { exposeToHoldouts } from '../../experiments/expose.ts';
import type { ExposureStore } from '../../experiments/ports.ts';
import type { LedgerRow, LedgerStore, Run, RunStore } from '../ports.ts';
import { type Session, zoneOfProfile } from './session.ts';

/** Hears of changes of traits: for waits that depend on a date of the profile. */
export const traitsChanged = 'profile:traits';

/** Hears of another time zone of the person: for waits that go by their local time. */
export const zoneChanged = 'profile:zone';

const hearsOf = (session: Session): readonly string[] => {
  const { run, journey } = session;
  const { goal } = journey.definition;
  const heard = run.state.outcome === null ? [...listensFor({ journey, state: run.state })] : [];
  // A holdout is measured by every success in its window, not only by the first.
  const isOpen = run.convertedAt === undefined || journey.holdout !== undefined;
  if (goal !== undefined && isOpen) heard.push(nameOf(goal));
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

const toStore = (session: Session, decided: readonly LedgerRow[]): Run => {
  const { run, now } = session;
  const { state } = run;
  const until = state.frozen === null ? state.waiting?.until : null;
  const goal = goalUntil(session);
  const { wakeAt: _woke, step: _stood, decided: _before, ...rest } = run;
  return {
    ...rest,
    ...(decided.length === 0 ? {} : { decided }),
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
 * Appends what a revision decided, where its burst came to its end between the two writes. Anyone who goes on with a run does
 * this first.
 */
export const appendDecided = async (input: { deps: { ledger: LedgerStore }; run: Run }): Promise<void> => {
  const { deps, run } = input;
  const { tenant, profileId, decided = [] } = run;
  if (decided.length === 0) return;
  const present = await deps.ledger.present({ tenant, ids: decided.map(({ id }) => id) });
  const missing = decided.filter(({ id }) => !present.has(id)).map((row) => ({ ...row, profileId }));
  await deps.ledger.append(missing);
};

/**
 * Writes what the burst decided: first the run with the rows of the ledger in it, then the rows. So of bursts that race, one
 * leaves rows. Throws `conflict` when another burst wrote the run meanwhile; the caller begins again from what it
 * wrote. What effects did before is said all the same.
 */
export const commit = async (input: {
  deps: { ledger: LedgerStore; runs: RunStore; exposures: ExposureStore };
  session: Session;
}): Promise<void> => {
  const { deps, session } = input;
  const rows = session.rows.splice(0);
  const run = toStore(session, rows);
  await exposeToHoldouts({ exposures: deps.exposures, session, decisions: rows });
  const written = session.isStored
    ? await deps.runs.save({ run, rev: session.run.rev })
    : await deps.runs.insert(run);
  if (written === 'conflict' || written === 'exists') {
    await deps.ledger.append(session.facts);
    throw new CicloError({ code: 'conflict', message: `Run ${run.id} is being carried on elsewhere.` });
  }
  await deps.ledger.append(rows);
  session.isStored = true;
  session.run = run;
  session.written = run.state;
  session.facts = [];
};

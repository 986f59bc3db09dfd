import { hashId } from '../../domain/hash.ts';
import { toEventFact } from '../../domain/events/event.ts';
import { matchesRun } from '../../domain/journey/match-event.ts';
import { readPath } from '../../domain/rules/path.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { traitsChanged } from '../burst/commit.ts';
import { hear } from '../burst/hear.ts';
import { factsOf, openSession, type Session } from '../burst/session.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../live/live-workspace.ts';
import type { EventRow, EventStore } from '../ports/events.ts';
import type { LedgerStore, Run, RunStore } from '../ports/runs.ts';
import type { Carrier } from './enter-journey.ts';

type Deps = {
  readonly runs: RunStore;
  readonly events: EventStore;
  readonly ledger: LedgerStore;
  readonly live: LiveWorkspaces;
  readonly carrier: Carrier;
};

const sessionOf = async (input: {
  deps: Deps;
  run: Run;
  live: LiveWorkspace;
  profile: Profile;
  now: number;
}): Promise<Session> => {
  const { deps, run, live, profile, now } = input;
  const { tenant, journey, version } = run;
  const compiled = await deps.live.journey({ tenant, journey, version });
  return openSession({ tenant, now, live, profile, journey: compiled, run, isStored: true });
};

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** Notes that a run reached its goal, once, if the event is its goal and within its window. */
const convert = async (input: { deps: Deps; session: Session; row: EventRow }): Promise<void> => {
  const { deps, session, row } = input;
  const { run, journey } = session;
  const { goal } = journey.definition;
  if (goal === undefined || goal.on !== row.name || run.convertedAt !== undefined) return;
  if (row.messageId === run.entry?.messageId || row.timestamp < run.enteredAt - 1000) return;
  if (row.timestamp > (run.goalUntil ?? Infinity)) return;
  const event = toEventFact(row);
  const { entryKey, entry } = run;
  if (!matchesRun({ match: goal.match, event, entryKey, entry, steps: run.state.steps })) return;
  if (journey.goalWhere !== undefined) {
    const facts = factsOf({ session, events: deps.events, event });
    if ((await journey.goalWhere.decide({ facts })).matched === null) return;
  }
  const value = goal.value === undefined ? undefined : toNumber(readPath({ value: event, path: goal.value }));
  const isFirst = await deps.runs.convert({ tenant: run.tenant, run: run.id, at: row.timestamp, value });
  if (!isFirst) return;
  await deps.ledger.append([
    {
      id: hashId(run.id, 'goal'),
      kind: 'converted',
      step: run.step,
      visit: run.state.visit,
      reason: 'goal',
      detail: { event: row.name, messageId: row.messageId, value: value ?? null },
      tenant: run.tenant,
      run: run.id,
      journey: run.journey,
      version: run.version,
      profileId: run.profileId,
      at: session.now,
      n: 0,
    },
  ]);
};

/**
 * Makes the function that tells waiting runs of an event: it looks up who hears of it, evaluates what they wait
 * for, notes conversions, and wakes only those whom the event means something to.
 */
export const createWakeRuns = (deps: Deps) => {
  return async (input: {
    row: EventRow;
    live: LiveWorkspace;
    profile: Profile;
    now: number;
    hasNewTraits: boolean;
  }): Promise<void> => {
    const { row, live, profile, now } = input;
    const { tenant } = row;
    const hearing = await deps.runs.hearing({ tenant, profileId: profile.id, event: row.name });
    for (const run of hearing) {
      const session = await sessionOf({ deps, run, live, profile, now });
      await convert({ deps, session, row });
      if (run.status === 'ended') continue;
      // A frozen run is not woken; it looks back when it is resumed.
      const heard = await hear({ session, events: deps.events, row });
      if (heard !== undefined) await deps.carrier.wake({ run, id: `e:${row.messageId}` });
    }
    if (!input.hasNewTraits) return;
    const hanging = await deps.runs.hearing({ tenant, profileId: profile.id, event: traitsChanged });
    for (const run of hanging) {
      if (run.status === 'active') await deps.carrier.wake({ run, id: `p:${row.messageId}` });
    }
  };
};

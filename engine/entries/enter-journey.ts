import { hashId } from '../../domain/hash.ts';
import { type EventFact, eventIdOf, toEventFact } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import { textAt } from '../../domain/journey/reduce/match-event.ts';
import { refusesReentry } from '../../domain/journey/reduce/reentry.ts';
import { newRunState } from '../../domain/journey/reduce/run-state.ts';
import type { Json } from '../../domain/json.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Burst } from '../runs/burst/burst.ts';
import type { BurstOutcome } from '../../activities/burst-activities.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { EventStore } from '../events/ports.ts';
import type { LiveJourney, LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { PlaceStore } from './ports.ts';
import type { LedgerStore, Run, RunStore } from '../runs/ports.ts';
import type { Entered, Refused } from './entered.ts';
import { createRefuseIfFull } from './refuse-if-full.ts';
import { createBarredBy } from './barred-by.ts';
import type { RefuseEntry } from './refuse-entry.ts';

/** Carries runs that have to wait. */
export type WorkflowStarter = {
  /** Starts the workflow of a run that parked; a repeat does nothing. */
  readonly start: (input: {
    run: Pick<Run, 'id' | 'tenant' | 'workflowId'>;
    outcome: BurstOutcome;
  }) => Promise<void>;
  /** Wakes the workflow of a run, starting it if a crash prevented that. */
  readonly wake: (input: { run: Run; id: string }) => Promise<void>;
};

export type EnterJourney = (input: {
  live: LiveWorkspace;
  journey: LiveJourney;
  profile: Profile;
  entry: EventRow | null;
  /** Overrides the key read from the event. */
  key?: string;
  /** What asks for this entry; the same cause enters once. */
  cause: string;
  now: number;
  /** Not again for who entered at or after this instant, whatever `again` says. */
  onceSince?: number;
}) => Promise<Entered>;

const keyOf = (input: { journey: LiveJourney; entry: EventFact | null }): string | undefined => {
  const { entry } = input.journey.definition;
  const path = 'record' in entry ? '$.properties.record' : 'key' in entry ? entry.key : undefined;
  if (path === undefined) return '';
  return input.entry === null ? undefined : textAt({ value: input.entry, path });
};

/** Why the run that somebody had last keeps them out; undefined when it does not. */
const refusesAgain = (
  input: Pick<Parameters<EnterJourney>[0], 'live' | 'journey' | 'profile' | 'now'> & {
    latest: Run | undefined;
  },
): Refused['reason'] | undefined => {
  const { live, journey, profile, now, latest } = input;
  if (latest === undefined) return undefined;
  const zone = zoneOfProfile({ profile, live });
  const { again } = journey.definition.entry;
  const { enteredAt, status } = latest;
  return refusesReentry({ again, latest: { enteredAt, isActive: status === 'active' }, now, zone });
};

/** The events that are the same change of a record as the one that starts a run. */
const eventsWith = ({ name, trust, properties }: EventRow): readonly string[] => {
  const told = name === ownNames.record && trust === 'engine' ? properties['with'] : undefined;
  const ids: readonly unknown[] = Array.isArray(told) ? told : [];
  return ids.flatMap((messageId) => (typeof messageId === 'string' ? [eventIdOf({ trust, messageId })] : []));
};

/** A run at its beginning. Its id says who, what about, and which time. */
const newRun = (
  input: Pick<Parameters<EnterJourney>[0], 'live' | 'journey' | 'profile' | 'entry' | 'cause' | 'now'> & {
    entryKey: string;
    occasion: number;
  },
): Run => {
  const { live, journey, profile, entry, entryKey, cause, now, occasion } = input;
  const { tenant } = live;
  return {
    id: hashId(tenant, journey.key, profile.id, entryKey, occasion),
    tenant,
    journey: journey.key,
    version: journey.version,
    profileId: profile.id,
    entryKey,
    occasion,
    cause,
    entry: entry === null ? null : toEventFact(entry),
    enteredAt: now,
    status: 'active',
    state: newRunState({
      since: entry?.receivedAt ?? now,
      seen: entry === null ? [] : [entry.id, ...eventsWith(entry)],
    }),
    step: null,
    hears: [],
    workflowId: `${tenant}:${journey.key}:${profile.id}:${hashId(entryKey, occasion)}`,
    parked: false,
    rev: 0,
  };
};

/**
 * Makes the entry into a journey. A run's id is a hash of who, what about, and which time, so that of
 * several at once one wins, and the same cause never enters twice. The first burst runs here; a run that
 * has to wait after it is handed to its workflow.
 */
export const createEnterJourney = (deps: {
  runs: RunStore;
  events: EventStore;
  burst: Burst;
  workflowStarter: WorkflowStarter;
  places: PlaceStore;
  ledger: LedgerStore;
  refuseEntry: RefuseEntry;
  readRecord: ReadRecord;
}): EnterJourney => {
  const refuseIfFull = createRefuseIfFull(deps);

  const carryOn = async (run: Run, now: number): Promise<Entered> => {
    const outcome = await deps.burst.resume({ tenant: run.tenant, run: run.id, now, inbox: [] });
    if (outcome.kind !== 'done') await deps.workflowStarter.start({ run, outcome });
    return { kind: 'entered', run: run.id };
  };

  const barredBy = createBarredBy(deps);

  return async ({ live, journey, profile, entry, key, cause, now, onceSince }) => {
    const { tenant } = live;
    const fact = entry === null ? null : toEventFact(entry);
    const entryKey = key ?? keyOf({ journey, entry: fact });
    const refuse = async (reason: Refused['reason'], because?: Json): Promise<Refused> => {
      const why = because === undefined ? {} : { because };
      await deps.refuseEntry([
        { tenant, journey, profileId: profile.id, reason, at: now, entry, key: entryKey, ...why },
      ]);
      return { kind: 'refused', reason };
    };
    if (!journey.takesEntries) return refuse('not-live');
    if (entryKey === undefined) return refuse('no-key');
    const before = { tenant, journey: journey.key, profileId: profile.id, entryKey, cause };
    const { latest, told, occasions } = await deps.runs.before(before);
    // Told again after a crash, maybe with others in between.
    if (told !== undefined) return carryOn(told, now);
    // Who came in since is asked a second time by the engine itself, and was not refused.
    if (latest !== undefined && latest.enteredAt >= (onceSince ?? Infinity)) {
      return { kind: 'refused', reason: 'in-already' };
    }
    const tooSoon = refusesAgain({ live, journey, profile, now, latest });
    if (tooSoon !== undefined) return refuse(tooSoon);
    const run = newRun({ live, journey, profile, entry, entryKey, cause, now, occasion: occasions + 1 });
    const barred = await barredBy({ live, journey, profile, run, now });
    if (barred !== undefined) return refuse(barred.reason, barred.because);
    const full = await refuseIfFull({ live, journey, run });
    if (full !== undefined) return full;
    try {
      const outcome = await deps.burst.begin({ run, live, profile, now });
      if (outcome.kind !== 'done') await deps.workflowStarter.start({ run, outcome });
      return { kind: 'entered', run: run.id };
    } catch (thrown) {
      if (!(thrown instanceof CicloError) || thrown.code !== 'conflict') throw thrown;
      const winner = await deps.runs.get({ tenant, run: run.id });
      if (winner === undefined) throw thrown;
      return winner.cause === cause ? carryOn(winner, now) : refuse('in-already');
    }
  };
};

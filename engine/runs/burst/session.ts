import type { EventFact } from '../../../domain/events/event.ts';
import { hashId } from '../../../domain/hash.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Decision } from '../../../domain/journey/decisions.ts';
import { durationEnd } from '../../../domain/journey/reduce/plan-wait.ts';
import type { RunState } from '../../../domain/journey/reduce/run-state.ts';
import type { ReduceFacts } from '../../../domain/journey/reduce/transitions.ts';
import type { FactSource } from '../../../domain/rules/facts.ts';
import { bestHourOf } from '../../../domain/profiles/best-hour.ts';
import { type Profile, textTrait, wasApplied } from '../../../domain/profiles/profile.ts';
import { bucketOf } from '../../../domain/hash.ts';
import { zoneOf } from '../../../domain/time/zone.ts';
import type { CompiledJourney } from '../../journeys/compiled-journey.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { EventStore } from '../../events/ports.ts';
import type { ReadRecord } from '../../records/journeys/read-record.ts';
import type { LedgerRow, Run } from '../ports.ts';

/** One burst at work on one run. */
export type Session = {
  readonly tenant: string;
  readonly now: number;
  live: LiveWorkspace;
  profile: Profile;
  journey: CompiledJourney;
  run: Run;
  /** The record the run is about, as it was read last; undefined where there is none. */
  record: JsonObject | undefined;
  /** False until the run is in the store. */
  isStored: boolean;
  /** Where the run stood when it was read or written last; null until it is in the store. */
  written: RunState | null;
  /** Real time of the last look for events that ended or woke the run. */
  lookedAt: number;
  readonly rows: LedgerRow[];
  /** Those of them that say what an effect did: true no matter who writes the run. */
  facts: readonly LedgerRow[];
  /** Rows noted so far, for their order within one instant. */
  noted: number;
};

/** A burst at its beginning: nothing noted, nothing looked at yet. */
export const openSession = (
  input: Pick<Session, 'tenant' | 'now' | 'live' | 'profile' | 'journey' | 'run' | 'record' | 'isStored'>,
): Session => ({
  ...input,
  written: input.isStored ? input.run.state : null,
  lookedAt: 0,
  rows: [],
  facts: [],
  noted: 0,
});

/** The record that the run of a session is about, as it is now. */
export const recordOfRun = (input: {
  readonly readRecord: ReadRecord;
  readonly journey: Pick<CompiledJourney, 'recordKind'>;
  readonly run: Pick<Run, 'tenant' | 'entryKey' | 'profileId'>;
}): Promise<JsonObject | undefined> => {
  const { readRecord, journey, run } = input;
  const { tenant, entryKey: id, profileId } = run;
  return readRecord({ tenant, kind: journey.recordKind, id, profileId });
};

/** Whether something was decided that is not written yet. */
export const isAhead = ({ run, written, rows }: Session): boolean => run.state !== written || rows.length > 0;

/** The zone a person lives by. */
export const zoneOfProfile = (input: { profile: Profile; live: LiveWorkspace }): string =>
  zoneOf({ profile: textTrait(input.profile, 'timezone'), tenant: input.live.published.settings.timezone });

/** Whether the tenant keeps this person out of all marketing. */
export const isGloballyHeldOut = (input: { live: LiveWorkspace; profileId: string }): boolean =>
  bucketOf({ salt: `${input.live.tenant}:holdout`, profileId: input.profileId }) * 100 <
  (input.live.published.settings.holdout ?? 0);

/** What the reducer may know, from the session. */
export const reduceFacts = (session: Session): ReduceFacts => {
  const { profile, live } = session;
  const zone = zoneOfProfile({ profile, live });
  return {
    profileId: session.run.profileId,
    globalHoldout: isGloballyHeldOut({ live, profileId: session.run.profileId }),
    zone,
    holidays: new Set(live.published.settings.holidays ?? []),
    profile,
    entry: session.run.entry,
    record: session.record,
    bestHour: (channel) => bestHourOf({ profile, channel }),
    durationEnd: ({ from, text }) => durationEnd({ from, text, zone }),
  };
};

/** The facts conditions of this run are decided by. */
export const factsOf = (input: { session: Session; events: EventStore; event?: EventFact }): FactSource => {
  const { session } = input;
  const { run, profile, live, tenant, now } = session;
  const whose = { tenant, profileId: run.profileId };
  return {
    now,
    zone: zoneOfProfile({ profile, live }),
    profile,
    event: input.event,
    entry: run.entry ?? undefined,
    run: {
      id: run.id,
      journey: run.journey,
      version: run.version,
      entryKey: run.entryKey,
      enteredAt: new Date(run.enteredAt).toISOString(),
    },
    steps: run.state.steps,
    ...(session.record === undefined ? {} : { record: session.record }),
    segments: profile.segments,
    enteredAt: run.enteredAt,
    events: (query) =>
      input.events.summarise({ ...whose, query, isApplied: (id) => wasApplied({ profile, id }) }),
    records: (query) => input.events.summariseRecords({ ...whose, query }),
  };
};

const repeatable = new Set<Decision['kind']>([
  'waiting',
  'deferred',
  'frozen',
  'resumed',
  'moved',
  'migrated',
  'refused',
]);

/** The id of the row of a decision that is made once for each passage through a step. */
export const rowId = (input: {
  run: string;
  step: string | null;
  visit: number;
  kind: Decision['kind'];
  again?: number;
}): string => hashId(input.run, input.step ?? '', input.visit, input.kind, input.again ?? '');

/** Adds decisions to what the burst will write to the ledger. */
export const note = (input: { session: Session; decisions: readonly Decision[] }): void => {
  const { session } = input;
  const { run, now } = session;
  for (const decision of input.decisions) {
    const { kind, step, visit } = decision;
    const again = repeatable.has(kind) ? { again: now } : {};
    session.noted += 1;
    session.rows.push({
      ...decision,
      id: rowId({ run: run.id, step, visit, kind, ...again }),
      tenant: run.tenant,
      run: run.id,
      journey: run.journey,
      version: session.journey.version,
      profileId: run.profileId,
      at: now,
      n: session.noted,
    });
  }
};

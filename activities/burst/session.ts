import type { EventFact } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import type { Decision } from '../../domain/journey/decisions.ts';
import { durationEnd } from '../../domain/journey/plan-wait.ts';
import type { ReduceFacts } from '../../domain/journey/transitions.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import { textTrait, type Profile } from '../../domain/profiles/profile.ts';
import { bucketOf } from '../../domain/hash.ts';
import { zoneOf } from '../../domain/time/zone.ts';
import type { CompiledJourney } from '../live/compiled-journey.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import type { EventStore } from '../ports/events.ts';
import type { LedgerRow, Run } from '../ports/runs.ts';

/** One burst at work on one run. */
export type Session = {
  readonly tenant: string;
  readonly now: number;
  live: LiveWorkspace;
  profile: Profile;
  journey: CompiledJourney;
  run: Run;
  /** False until the run is in the store. */
  isStored: boolean;
  /** What happened since the last write could come out otherwise if it were repeated. */
  isForked: boolean;
  /** Real time of the last look for events that ended or woke the run. */
  lookedAt: number;
  readonly rows: LedgerRow[];
  /** Rows noted so far, for their order within one instant. */
  noted: number;
};

/** A burst at its beginning: nothing noted, nothing looked at yet. */
export const openSession = (
  input: Pick<Session, 'tenant' | 'now' | 'live' | 'profile' | 'journey' | 'run' | 'isStored'>,
): Session => ({ ...input, isForked: false, lookedAt: 0, rows: [], noted: 0 });

/** The zone a person lives by. */
export const zoneOfProfile = (input: { profile: Profile; live: LiveWorkspace }): string =>
  zoneOf({ profile: textTrait(input.profile, 'timezone'), tenant: input.live.published.settings.timezone });

const readsNeeded = 5;

/** The hour most of a person's reads of a channel fall in; undefined until there are enough. */
export const bestHourOf = (input: { profile: Profile; channel: string }): number | undefined => {
  const hours = input.profile.reads[input.channel] ?? [];
  if (hours.length < readsNeeded) return undefined;
  const counts = new Map<number, number>();
  for (const hour of hours) counts.set(hour, (counts.get(hour) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
};

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
    bestHour: (channel) => bestHourOf({ profile, channel }),
    durationEnd: ({ from, text }) => durationEnd({ from, text, zone }),
  };
};

/** The facts conditions of this run are decided by. */
export const factsOf = (input: { session: Session; events: EventStore; event?: EventFact }): FactSource => {
  const { session } = input;
  const { run, profile, live, tenant, now } = session;
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
    segments: profile.segments,
    enteredAt: run.enteredAt,
    events: (query) => input.events.summarise({ tenant, profileId: run.profileId, query }),
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

import type { StoredEvent } from '../../domain/events/event.ts';
import type { Ignored } from '../../domain/events/ignored.ts';
import type { EventsQuery, EventsSummary, RecordsQuery } from '../../domain/rules/facts.ts';

/** What applying an event led to; written before the profile changes, so that a crash repeats the same. */
export type Follow = {
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** Traits that changed: name, before, after; other attributes by their path, `$.stage`. */
  readonly changed: readonly { readonly name: string; readonly from: unknown; readonly to: unknown }[];
  /** Keys of the rules that fired. */
  readonly rules: readonly string[];
};

/** How far an accepted event has come. `leased` until `due`, which is real time. */
export type EventRow = StoredEvent & {
  /**
   * `quarantined`: dated too far ahead; `dead`: failed again and again; `refused`: it named somebody who was erased, and
   * nothing but that is kept.
   */
  readonly state: 'pending' | 'done' | 'recorded' | 'quarantined' | 'dead' | 'refused';
  /** Keys of the rules whose action was carried out. */
  readonly acted?: readonly string[];
  readonly attempts: number;
  readonly due?: number;
  readonly follow?: Follow;
  readonly error?: string;
};

/** The events of all tenants: unique by tenant and id. */
export type EventStore = {
  /**
   * Stores new events as `pending` with `due` as the time from which a sweeper may take them over (an event
   * that may not fire is stored in its final state). Returns the ids that were stored before.
   * Throws `unavailable` when it cannot be known that all others are stored.
   */
  readonly insert: (input: {
    rows: readonly { event: StoredEvent; state: EventRow['state']; due?: number }[];
  }) => Promise<{ readonly duplicates: ReadonlySet<string> }>;
  readonly get: (input: { tenant: string; id: string }) => Promise<EventRow | undefined>;
  readonly many: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly EventRow[]>;
  /** Says whom the event is about and what follows. After this, look-backs see it. */
  readonly assign: (input: {
    tenant: string;
    id: string;
    profileId: string;
    follow: Follow;
  }) => Promise<void>;
  /** The same for events about one person. Those that are `isListed` have been in the lists since they were stored. */
  readonly assignAll: (input: {
    tenant: string;
    profileId: string;
    events: readonly { readonly id: string; readonly follow: Follow; readonly isListed: boolean }[];
  }) => Promise<void>;
  /** Notes on an event what was left out of it when it was understood, after what was noted when it came. */
  readonly note: (input: { event: StoredEvent; notes: readonly Ignored[] }) => Promise<void>;
  /** Notes that the action of a rule was carried out for it. */
  readonly noteAct: (input: { tenant: string; id: string; rule: string }) => Promise<void>;
  readonly finish: (input: { tenant: string; id: string; state: 'done' | 'recorded' }) => Promise<void>;
  readonly finishAll: (input: {
    tenant: string;
    ids: readonly string[];
    state: 'done' | 'recorded';
  }) => Promise<void>;
  /** Counts a failed attempt; due again at `due`, or dead when undefined. */
  readonly fail: (input: {
    tenant: string;
    id: string;
    error: string;
    due: number | undefined;
  }) => Promise<void>;
  /** Gives events to another person, as a split does. */
  readonly give: (input: { tenant: string; ids: readonly string[]; profileId: string }) => Promise<void>;
  /** Takes over pending events whose time has come, each leased until `lease`; oldest first. */
  readonly takeDue: (input: {
    systemTime: number;
    lease: number;
    limit: number;
  }) => Promise<readonly EventRow[]>;
  /** Makes leases longer that this process holds still. */
  readonly renew: (input: {
    events: readonly { readonly tenant: string; readonly id: string }[];
    until: number;
  }) => Promise<void>;
  /** Events of a person by name: happened at or after `happened` (event time), arrived at or after `arrived`; oldest first, at most `limit`. */
  readonly since: (input: {
    tenant: string;
    profileId: string;
    names: readonly string[];
    happened: number;
    arrived: number;
    limit: number;
  }) => Promise<readonly EventRow[]>;
  /** Counts, sums and ends of a person's events of a name, for the fact `events`. */
  readonly summarise: (input: {
    tenant: string;
    profileId: string;
    query: EventsQuery;
    /** Of the events that are not done, those count that this says were applied; by default all. */
    isApplied?: (id: string) => boolean;
  }) => Promise<EventsSummary>;
  /** Counts and sums of the records about a person, for the fact `records`: with `summarise` all that conditions ask a store. */
  readonly summariseRecords: (input: {
    tenant: string;
    profileId: string;
    query: RecordsQuery;
  }) => Promise<EventsSummary>;
};

/** Events that are not kept, together with the raw requests that brought them. Both may be repeated. */
export type WithdrawnEvents = {
  readonly remove: (input: { tenant: string; id: string }) => Promise<void>;
  /** Leaves a line in the log of events, under the id `as`, that says no more than that an event of the name was refused. */
  readonly refuse: (input: { tenant: string; id: string; as: string }) => Promise<void>;
};

/** Events that were given up or set aside, looked at again by people. */
export type StuckEventStore = {
  /** Lets an event that was given up or set aside be dispatched again, at `due` (real time). */
  readonly requeue: (input: {
    tenant: string;
    id: string;
    due: number;
  }) => Promise<'requeued' | 'not-found' | 'not-stuck'>;
  /** The same for those of a state, at most `limit`; how many it were. */
  readonly requeueAll: (input: {
    tenant: string;
    state: 'dead' | 'quarantined';
    name?: string;
    limit: number;
    due: number;
  }) => Promise<number>;
};

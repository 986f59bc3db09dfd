import type { StoredEvent } from '../../domain/events/event.ts';
import type { EventsQuery, EventsSummary } from '../../domain/rules/facts.ts';

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
  readonly state: 'pending' | 'done' | 'recorded' | 'quarantined' | 'dead';
  readonly attempts: number;
  readonly due?: number;
  readonly follow?: Follow;
  readonly error?: string;
};

/** The events of all tenants: unique by tenant and `messageId`. */
export type EventStore = {
  /**
   * Stores new events as `pending` with `due` as the time from which a sweeper may take them over (an event
   * that may not fire is stored in its final state). Returns the message ids that were stored before.
   * Throws `unavailable` when it cannot be known that all others are stored.
   */
  readonly insert: (input: {
    rows: readonly { event: StoredEvent; state: EventRow['state']; due?: number }[];
  }) => Promise<{ readonly duplicates: ReadonlySet<string> }>;
  readonly get: (input: { tenant: string; messageId: string }) => Promise<EventRow | undefined>;
  readonly many: (input: { tenant: string; messageIds: readonly string[] }) => Promise<readonly EventRow[]>;
  /** Says whom the event is about and what follows. After this, look-backs see it. */
  readonly assign: (input: {
    tenant: string;
    messageId: string;
    profileId: string;
    follow: Follow;
  }) => Promise<void>;
  readonly finish: (input: {
    tenant: string;
    messageId: string;
    state: 'done' | 'recorded';
  }) => Promise<void>;
  /** Counts a failed attempt; due again at `due`, or dead when undefined. */
  readonly fail: (input: {
    tenant: string;
    messageId: string;
    error: string;
    due: number | undefined;
  }) => Promise<void>;
  /** Takes over pending events whose time has come, each leased until `lease`; oldest first. */
  readonly takeDue: (input: { wall: number; lease: number; limit: number }) => Promise<readonly EventRow[]>;
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
  }) => Promise<EventsSummary>;
  /** Gives the events of one person to another. */
  readonly reassign: (input: { tenant: string; from: string; to: string }) => Promise<void>;
};

/** Events that were given up or set aside, looked at again by people. */
export type StuckEventStore = {
  /** Lets an event that was given up or set aside be dispatched again, at `due` (real time). */
  readonly requeue: (input: {
    tenant: string;
    messageId: string;
    due: number;
  }) => Promise<'requeued' | 'not-found' | 'not-stuck'>;
};

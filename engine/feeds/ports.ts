import type { MessageView } from '../../api/ports/views.ts';
import type { EventRow } from '../events/ports.ts';

/** A place in a list of ours, oldest first: a time and an id. */
export type FeedPlace = { readonly at: number; readonly id: string };

type Page = {
  readonly tenant: string;
  readonly after: FeedPlace;
  /** Rows of this time on are left for later; epoch milliseconds. */
  readonly before: number;
  readonly limit: number;
};

/** Under which ids feeds sent a profile that was erased, as its events and its row had them. */
export type SentIds = {
  readonly profileId: string;
  readonly userIds: readonly string[];
  readonly anonymousIds: readonly string[];
};

export type SentIdsStore = {
  /** Notes them; what was noted of the profile before stays. */
  readonly keep: (input: SentIds & { tenant: string }) => Promise<void>;
  readonly of: (input: { tenant: string; profileIds: readonly string[] }) => Promise<readonly SentIds[]>;
};

/** An event that the connector of a feed does not take, with the reason it gave. */
export type RefusedEvent = {
  readonly feed: string;
  /** The id of the event. */
  readonly event: string;
  readonly name: string;
  readonly profileId?: string;
  readonly reason: string;
  /** When it was refused last, on the tenant's clock. */
  readonly at: number;
};

export type RefusedEventStore = {
  /** Notes them; one that is noted already gets the reason and the time of this time. */
  readonly put: (input: { tenant: string; events: readonly RefusedEvent[] }) => Promise<void>;
  /** Those that were refused the longest time ago. */
  readonly oldest: (input: {
    tenant: string;
    feed: string;
    limit: number;
  }) => Promise<readonly RefusedEvent[]>;
  readonly count: (input: { tenant: string; feed: string }) => Promise<number>;
  /** Forgets some by the ids of the events, or all; how many those were. */
  readonly remove: (input: { tenant: string; feed: string; events?: readonly string[] }) => Promise<number>;
};

/** Rows as feeds go through them, oldest first and strictly behind a place. */
export type FeedReads = {
  /** Events by the time they were received; those that wait to be dispatched are not among them. */
  readonly events: (input: Page) => Promise<readonly EventRow[]>;
  /** Events by their ids, in the order in which they were received; those that are gone are left out. */
  readonly eventsOf: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly EventRow[]>;
  /** The ids that the events of a profile name; at most `limit` of each kind. */
  readonly idsOf: (input: {
    tenant: string;
    profileId: string;
    limit: number;
  }) => Promise<Omit<SentIds, 'profileId'>>;
  /** When the oldest event that waits to be dispatched was received. */
  readonly waitingSince: (tenant: string) => Promise<number | undefined>;
  /** Messages by the time they were planned. */
  readonly messages: (input: Page) => Promise<readonly MessageView[]>;
};

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

/** Rows as feeds go through them, oldest first and strictly behind a place. */
export type FeedReads = {
  /** Events by the time they were received; those that wait to be dispatched are not among them. */
  readonly events: (input: Page) => Promise<readonly EventRow[]>;
  /** When the oldest event that waits to be dispatched was received. */
  readonly waitingSince: (tenant: string) => Promise<number | undefined>;
  /** Messages by the time they were planned. */
  readonly messages: (input: Page) => Promise<readonly MessageView[]>;
};

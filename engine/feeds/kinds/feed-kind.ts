import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import type { EventToPut } from '../../../plugins/contract/actions/events.ts';
import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import type { ExportRow } from '../../exports/kinds/export-kind.ts';

/** A row, with the time it stands at and what tells it from others of that time. */
export type FeedRow = ExportRow & {
  readonly at: number;
  readonly key: string;
  /** The event for a connector that takes events; undefined where it is none, or must not go there. */
  readonly event?: EventToPut | undefined;
};

/** Some rows, and where those that follow begin. */
export type FeedPage = {
  readonly rows: readonly FeedRow[];
  readonly place: Cursor;
  /** Nothing follows for now. */
  readonly isEnd: boolean;
};

export type ReadFeed = (input: {
  readonly tenant: string;
  readonly settings: FeedSettings;
  /** Null at the beginning. */
  readonly place: Cursor;
  /** Rows of this time on are left for later; epoch milliseconds on the tenant's clock. */
  readonly before: number;
  readonly limit: number;
}) => Promise<FeedPage>;

/** What a feed can carry: its columns in a CSV file, and its rows from a place on. */
export type FeedKind = { readonly columns: readonly string[]; readonly read: ReadFeed };

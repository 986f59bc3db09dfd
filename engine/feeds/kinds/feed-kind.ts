import type { FeedSettings } from '../../../domain/feeds/feed-settings.ts';
import type { TenantSettings } from '../../../domain/workspace/tenant-settings.ts';
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

/** Why a row does not go out: they asked not to be processed, or do not agree to what the feed is for. */
export const leftOutReasons = ['restricted', 'noConsent'] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** How many rows were left out, by the reason. */
export type LeftOut = Readonly<Record<LeftOutReason, number>>;

/** Some rows, and where those that follow begin. */
export type FeedPage = {
  readonly rows: readonly FeedRow[];
  /** Why rows besides these do not go out, one reason for each. */
  readonly leftOut?: readonly LeftOutReason[];
  readonly place: Cursor;
  /** Nothing follows for now. */
  readonly isEnd: boolean;
};

export type ReadFeed = (input: {
  readonly tenant: string;
  readonly settings: FeedSettings;
  /** What the workspace says of topics and traits. */
  readonly workspace: Pick<TenantSettings, 'topics' | 'traits'>;
  /** Null at the beginning. */
  readonly place: Cursor;
  /** Rows of this time on are left for later; epoch milliseconds on the tenant's clock. */
  readonly before: number;
  /** Epoch milliseconds on the tenant's clock. */
  readonly now: number;
  readonly limit: number;
}) => Promise<FeedPage>;

/** What a feed can carry: its columns in a CSV file, and its rows from a place on. */
export type FeedKind = { readonly columns: readonly string[]; readonly read: ReadFeed };

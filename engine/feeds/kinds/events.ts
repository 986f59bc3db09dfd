import { whoColumns } from '../../exports/kinds/people.ts';
import type { FeedReads } from '../ports.ts';
import type { RowsOfEvents } from './event-rows.ts';
import type { FeedKind } from './feed-kind.ts';
import { lastPlace, placeIn } from './places.ts';

const columns = ['id', 'type', 'event', 'messageId', 'timestamp', 'receivedAt', 'source', 'trust'].concat([
  'properties',
  'traits',
]);

/** An event that waits longer than this holds nothing up. */
const waitMs = 24 * 3_600_000;

/** Events once they were dispatched, in the order in which they were received; see `createRowsOfEvents`. */
export const createEventsFeed = (use: { feedReads: FeedReads; rowsOfEvents: RowsOfEvents }): FeedKind => {
  const { feedReads, rowsOfEvents } = use;
  return {
    columns: [...whoColumns, ...columns],
    read: async ({ place, before, limit, ...asking }) => {
      const { tenant } = asking;
      const after = placeIn(place);
      const waits = Math.max((await feedReads.waitingSince(tenant)) ?? before, before - waitMs);
      const page = await feedReads.events({ tenant, after, before: Math.min(before, waits), limit });
      const rows = await rowsOfEvents({ ...asking, events: page });
      const places = page.map(({ receivedAt, id }) => ({ at: receivedAt, id }));
      return { ...rows, place: lastPlace(after, places), isEnd: page.length < limit };
    },
  };
};

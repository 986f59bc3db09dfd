import { z } from 'zod';

import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import { profileColumns, profileRow } from '../../exports/kinds/profiles.ts';
import type { SyncPeople } from '../../sync/ports.ts';
import type { FeedKind, FeedPage } from './feed-kind.ts';

/** First everybody by id, then those who changed since that began, by the time of the change. */
const placeSchema = z.union([
  z.object({ stage: z.literal('all'), since: z.number(), id: z.string() }),
  z.object({ stage: z.literal('changed'), at: z.number(), id: z.string() }),
]);
type Place = z.infer<typeof placeSchema>;

const pageOf = (rows: FeedPage['rows'], place: Place, isEnd: boolean): FeedPage => {
  const kept: Cursor = place;
  return { rows, place: kept, isEnd };
};

/** People as they stand: everybody once, then each who is new or changed. */
export const createProfilesFeed = (use: { syncPeople: SyncPeople }): FeedKind => ({
  columns: profileColumns,
  read: async ({ tenant, place: kept, before, limit }) => {
    const place: Place = placeSchema.safeParse(kept).data ?? { stage: 'all', since: before, id: '' };
    if (place.stage === 'all') {
      const { since } = place;
      const page = await use.syncPeople.all({ tenant, after: place.id, limit });
      const rows = page.map((profile) => ({ ...profileRow(profile), at: since, key: profile.id }));
      const last = page.at(-1);
      return last === undefined || page.length < limit
        ? pageOf(rows, { stage: 'changed', at: since, id: '' }, false)
        : pageOf(rows, { stage: 'all', since, id: last.id }, false);
    }
    const after = { at: place.at, id: place.id };
    const all = await use.syncPeople.changed({ tenant, after, limit });
    const page = all.filter(({ syncAt = 0 }) => syncAt < before);
    const rows = page.map((profile) => {
      const at = profile.syncAt ?? 0;
      return { ...profileRow(profile), at, key: profile.id };
    });
    const last = page.at(-1);
    const next = last === undefined ? after : { at: last.syncAt ?? 0, id: last.id };
    return pageOf(rows, { stage: 'changed', ...next }, page.length < limit);
  },
});

import { z } from 'zod';

import { withoutTraits } from '../../../domain/profiles/personal-traits.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Cursor } from '../../../plugins/contract/inbound/poll.ts';
import { profileColumns, profileRow } from '../../exports/kinds/profiles.ts';
import type { SyncPeople } from '../../sync/ports.ts';
import type { FeedKind, FeedPage, FeedRow } from './feed-kind.ts';
import { hiddenTraits } from './hidden-traits.ts';
import type { HoldBack } from './hold-back.ts';

/** First everybody by id, then those who changed since that began, by the time of the change. */
const placeSchema = z.union([
  z.object({ stage: z.literal('all'), since: z.number(), id: z.string() }),
  z.object({ stage: z.literal('changed'), at: z.number(), id: z.string() }),
]);
type Place = z.infer<typeof placeSchema>;

type Rows = Pick<FeedPage, 'rows' | 'leftOut'>;

const pageOf = (rows: Rows, place: Place, isEnd: boolean): FeedPage => {
  const kept: Cursor = place;
  return { ...rows, place: kept, isEnd };
};

/** People as they stand: everybody once, then each who is new or changed. */
export const createProfilesFeed = (use: { syncPeople: SyncPeople; holdBack: HoldBack }): FeedKind => ({
  columns: profileColumns,
  read: async ({ place: kept, before, limit, ...asking }) => {
    const { tenant } = asking;
    const rowsOf = async (people: readonly Profile[], atOf: (profile: Profile) => number): Promise<Rows> => {
      const held = await use.holdBack({ ...asking, people });
      const hidden = hiddenTraits(asking);
      const rows = people.flatMap((profile): FeedRow[] =>
        held.has(profile.id)
          ? []
          : [
              {
                ...profileRow({ ...profile, traits: withoutTraits(profile.traits, hidden) }),
                at: atOf(profile),
                key: profile.id,
              },
            ],
      );
      return { rows, leftOut: [...held.values()] };
    };
    const place: Place = placeSchema.safeParse(kept).data ?? { stage: 'all', since: before, id: '' };
    if (place.stage === 'all') {
      const { since } = place;
      const page = await use.syncPeople.all({ tenant, after: place.id, limit });
      const rows = await rowsOf(page, () => since);
      const last = page.at(-1);
      return last === undefined || page.length < limit
        ? pageOf(rows, { stage: 'changed', at: since, id: '' }, false)
        : pageOf(rows, { stage: 'all', since, id: last.id }, false);
    }
    const after = { at: place.at, id: place.id };
    const all = await use.syncPeople.changed({ tenant, after, limit });
    const page = all.filter(({ syncAt = 0 }) => syncAt < before);
    const rows = await rowsOf(page, ({ syncAt = 0 }) => syncAt);
    const last = page.at(-1);
    const next = last === undefined ? after : { at: last.syncAt ?? 0, id: last.id };
    return pageOf(rows, { stage: 'changed', ...next }, page.length < limit);
  },
});

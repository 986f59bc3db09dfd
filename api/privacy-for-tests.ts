import { CicloError } from '../domain/errors.ts';
import type { SplitProfile } from './ports/split.ts';
import type { Privacy } from './ports/privacy.ts';

const isAna = ({ tenant, id }: { tenant: string; id: string }): boolean =>
  tenant === 'shop' && id === 'p-ana';

/** Of `shop` one person can be erased and exported, of whom three documents are kept. */
export const privacy: Privacy = {
  erase: async (input) =>
    isAna(input) ? { profileIds: [input.id], removed: { events: 2, profiles: 1 } } : undefined,
  export: async ({ from, limit, ...who }) => {
    if (!isAna(who)) return undefined;
    const rows = [
      { collection: 'events', row: { name: 'Order Completed' } },
      { collection: 'events', row: { name: 'Email Opened' } },
      { collection: 'profiles', row: { id: 'p-ana' } },
    ].slice(from.skip, from.skip + limit);
    const skip = from.skip + rows.length;
    return { profileIds: [who.id], rows, ...(skip < 3 ? { next: { collection: 0, skip } } : {}) };
  },
};

/** Into their profile one was merged. */
export const splitProfile: SplitProfile = async ({ from, ...who }) => {
  if (!isAna(who) || from !== 'p-other') {
    throw new CicloError({ code: 'not-found', message: 'No profile was merged into this one by that id.' });
  }
  return { profileId: from, from: who.id, ids: ['anon:tablet'], events: 2 };
};

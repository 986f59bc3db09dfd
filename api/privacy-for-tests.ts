import { CicloError } from '../domain/errors.ts';
import type { SplitProfile } from '../engine/people/split-profile.ts';
import type { EraseProfile } from '../engine/privacy/erase-profile.ts';
import type { ExportPerson } from '../engine/privacy/export-person.ts';

const isAna = ({ tenant, profileId }: { tenant: string; profileId: string }): boolean =>
  tenant === 'shop' && profileId === 'p-ana';

/** Of `shop` one person can be erased and exported, of whom three documents are kept. */
export const eraseProfile: EraseProfile = async (input) =>
  isAna(input) ? { profileIds: [input.profileId], removed: { events: 2, profiles: 1 } } : undefined;

export const exportPerson: ExportPerson = async ({ from, limit, ...who }) => {
  if (!isAna(who)) return undefined;
  const rows = [
    { collection: 'events', row: { name: 'Order Completed' } },
    { collection: 'events', row: { name: 'Email Opened' } },
    { collection: 'profiles', row: { id: 'p-ana' } },
  ].slice(from.skip, from.skip + limit);
  const skip = from.skip + rows.length;
  return { profileIds: [who.profileId], rows, ...(skip < 3 ? { next: { collection: 0, skip } } : {}) };
};

/** Into their profile one was merged. */
export const splitProfile: SplitProfile = async ({ tenant, id, from }) => {
  if (!isAna({ tenant, profileId: id }) || from !== 'p-other') {
    throw new CicloError({ code: 'not-found', message: 'No profile was merged into this one by that id.' });
  }
  return { profileId: from, from: id, ids: ['anon:tablet'], events: 2 };
};

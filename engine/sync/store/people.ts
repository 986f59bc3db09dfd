import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { toProfileRow } from '../../people/store/profile-doc.ts';
import { type ProfileDoc, profileSchema } from '../../people/store/profile-schema.ts';
import type { SyncPeople } from '../ports.ts';

/** People as a sync goes through them. */
export const createSyncPeople = (deps: { collections: Collections }): SyncPeople => {
  const profiles = deps.collections.of<ProfileDoc>(profileSchema);
  return guarded<SyncPeople>({
    changed: async ({ tenant, after, limit }) => {
      const { at, id } = after;
      const later = { $or: [{ 'sync.at': { $gt: at } }, { 'sync.at': at, _id: { $gt: keyOf(tenant, id) } }] };
      const docs = await profiles
        .find({ 'sync.tenant': tenant, 'sync.at': { $gte: at }, ...later })
        .sort({ 'sync.at': 1, _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toProfileRow);
    },
    some: async ({ tenant, ids }) => {
      const keys = ids.map((id) => keyOf(tenant, id));
      const docs = await profiles.find({ _id: { $in: keys }, mergedInto: { $exists: false } }).toArray();
      return docs.map(toProfileRow);
    },
    all: async ({ tenant, after, limit }) => {
      // Ids begin with the tenant and a colon; a semicolon comes next.
      const from = keyOf(tenant, after ?? '');
      const docs = await profiles
        .find({ _id: { $gt: from, $lt: `${tenant};` }, mergedInto: { $exists: false } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map(toProfileRow);
    },
  });
};

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { AdvocateStore } from '../ports.ts';
import { type AdvocateDoc, advocateSchema } from './advocate-schema.ts';

/** Suspensions. After a merge one person may have several rows; they are suspended while one of them says so. */
export const createAdvocateStore = (deps: { collections: Collections }): AdvocateStore => {
  const rows = deps.collections.of<AdvocateDoc>(advocateSchema);
  return guarded<AdvocateStore>({
    suspension: async ({ tenant, profileId }) => {
      const doc = await rows.findOne({ tenant, profileId, suspension: { $exists: true } });
      return doc?.suspension;
    },
    liftedAt: async ({ tenant, profileId }) => {
      const docs = await rows.find({ tenant, profileId, liftedAt: { $exists: true } }).toArray();
      const times = docs.flatMap(({ liftedAt }) => liftedAt ?? []);
      return times.length === 0 ? undefined : Math.max(...times);
    },
    suspend: async ({ tenant, profileId, suspension }) => {
      const _id = keyOf(tenant, profileId);
      const free = { _id, suspension: { $exists: false } };
      const set = { $set: { suspension } };
      if ((await rows.updateOne(free, set)).matchedCount === 1) return true;
      try {
        await rows.insertOne({ _id, tenant, profileId, suspension });
        return true;
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return (await rows.updateOne(free, set)).matchedCount === 1;
      }
    },
    lift: async ({ tenant, profileId, at }) => {
      const { matchedCount } = await rows.updateMany(
        { tenant, profileId, suspension: { $exists: true } },
        { $set: { liftedAt: at }, $unset: { suspension: 1 } },
      );
      return matchedCount > 0;
    },
  });
};

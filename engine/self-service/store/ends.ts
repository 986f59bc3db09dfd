import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { SelfServiceEndStore } from '../ports.ts';
import { type EndDoc, endSchema } from './end-schema.ts';

/** Longer than any link or session of the pages works. */
const keptMs = 86_400_000;
/** A person has one for each of their profiles that were merged and had one. */
const endsMax = 50;

/** Makes the store of when the pages of people were ended. */
export const createSelfServiceEnds = (deps: { collections: Collections }): SelfServiceEndStore => {
  const rows = deps.collections.of<EndDoc>(endSchema);
  return guarded<SelfServiceEndStore>({
    end: async ({ tenant, profileId, at }) => {
      const expiresAt = new Date(at * 1000 + keptMs);
      await rows.updateOne(
        { _id: keyOf(tenant, profileId) },
        { $set: { tenant, profileId, expiresAt }, $max: { at } },
        { upsert: true },
      );
    },
    of: async ({ tenant, profileId }) => {
      const docs = await rows.find({ profileId, tenant }).limit(endsMax).toArray();
      return docs.length === 0 ? undefined : Math.max(...docs.map(({ at }) => at));
    },
  });
};

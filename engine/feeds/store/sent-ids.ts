import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { SentIdsStore } from '../ports.ts';
import { type SentIdsDoc, sentIdsSchema } from './sent-ids-schema.ts';

/** Under which ids feeds sent people who were erased. What is noted first stays: a repeat finds less of the person. */
export const createSentIdsStore = (deps: { collections: Collections }): SentIdsStore => {
  const rows = deps.collections.of<SentIdsDoc>(sentIdsSchema);
  return guarded<SentIdsStore>({
    keep: async ({ tenant, profileId, userIds, anonymousIds }) => {
      const _id = keyOf(tenant, profileId);
      const ids = { userIds: [...userIds], anonymousIds: [...anonymousIds] };
      await rows.updateOne(
        { _id },
        { $setOnInsert: { tenant, erased: profileId, ...ids, overAt: new Date() } },
        { upsert: true },
      );
    },
    of: async ({ tenant, profileIds }) => {
      const docs = await rows.find({ _id: { $in: profileIds.map((id) => keyOf(tenant, id)) } }).toArray();
      return docs.map(({ erased, userIds, anonymousIds }) => ({ profileId: erased, userIds, anonymousIds }));
    },
  });
};

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { MarkStore } from '../ports.ts';
import { type MarkDoc, markSchema } from './mark-schema.ts';

/** So many marks of one person count. */
const ownMax = 200;

/** Who has which mark. */
export const createMarkStore = (deps: { collections: Collections }): MarkStore => {
  const rows = deps.collections.of<MarkDoc>(markSchema);
  return guarded<MarkStore>({
    note: async ({ tenant, profileId, marks, at, isOrder }) => {
      if (marks.length === 0) return;
      await rows.bulkWrite(
        marks.map(({ kind, mark }) => ({
          updateOne: {
            filter: { _id: keyOf(tenant, JSON.stringify([mark, profileId])) },
            update: {
              $setOnInsert: { tenant, kind, mark, profileId },
              $max: { at },
              ...(isOrder ? { $min: { orderedAt: at } } : {}),
            },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },
    of: async ({ tenant, profileId }) => {
      const docs = await rows.find({ tenant, profileId }).limit(ownMax).toArray();
      return docs.map(({ kind, mark }) => ({ kind, mark }));
    },
    // One more is read than asked for, and the person left out here: with them in the question, a planner without statistics goes by people.
    others: async ({ tenant, profileId, marks, limit }) => {
      const found = await Promise.all(
        marks.map(async (mark) => {
          const docs = await rows
            .find({ tenant, mark })
            .sort({ at: -1 })
            .limit(limit + 1)
            .toArray();
          return docs.filter((doc) => doc.profileId !== profileId).slice(0, limit);
        }),
      );
      return found.flat().map(({ _id, tenant: _tenant, ...marked }) => marked);
    },
  });
};

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { TombstoneStore } from '../tombstone-port.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import { type TombstoneDoc, tombstoneSchema } from './tombstone-schema.ts';

/** What is remembered of erased people: that they were erased. */
export const createTombstoneStore = (deps: { collections: Collections; turns: Turns }): TombstoneStore => {
  const tombstones = deps.collections.of<TombstoneDoc>(tombstoneSchema);
  const load = createLoadBatcher<TombstoneDoc>({
    turns: deps.turns,
    find: (ids) => tombstones.find({ _id: { $in: ids } }).toArray(),
    keysOf: (doc) => [doc._id],
  });
  return guarded<TombstoneStore>({
    put: async ({ tenant, hashes, at }) => {
      if (hashes.length === 0) return;
      await tombstones.bulkWrite(
        [...new Set(hashes)].map((hash) => ({
          updateOne: {
            filter: { _id: keyOf(tenant, hash) },
            update: { $max: { at }, $set: { overAt: new Date() } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },
    find: async ({ tenant, hashes }) => {
      if (hashes.length === 0) return new Map();
      const docs = await load(hashes.map((hash) => keyOf(tenant, hash)));
      return new Map(docs.map((doc) => [idIn(doc._id, tenant), doc.at]));
    },
  });
};

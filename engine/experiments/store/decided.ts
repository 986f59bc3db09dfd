import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { DecidedStore } from '../ports.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type DecidedDoc, decidedSchema } from './exposure-schema.ts';

/** Decided experiments: one row each, never changed. */
export const createDecidedStore = (deps: { collections: Collections; turns: Turns }): DecidedStore => {
  const decided = deps.collections.of<DecidedDoc>(decidedSchema);
  const { turns } = deps;
  const load = createIdLoader<DecidedDoc>({
    turns,
    find: (ids) => decided.find({ _id: { $in: ids } }).toArray(),
  });
  const insert = createInsertBatcher<DecidedDoc>({
    turns,
    insertMany: (docs) => decided.insertMany(docs, { ordered: false }),
  });
  return guarded<DecidedStore>({
    get: async ({ tenant, experiment }) => {
      const doc = await load(keyOf(tenant, experiment));
      if (doc === undefined) return undefined;
      const { _id, ...row } = doc;
      return row;
    },
    put: async (row) => {
      const written = await insert({ ...row, _id: keyOf(row.tenant, row.experiment) });
      return written === 'inserted' ? 'stored' : 'decided-before';
    },
  });
};

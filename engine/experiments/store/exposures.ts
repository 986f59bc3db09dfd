import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ExposureStore } from '../ports.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type ExposureDoc, exposureSchema } from './exposure-schema.ts';
import { listenKey, toExposureDoc, toExposureRow } from './exposure-doc.ts';

/** Who took part in which experiment. */
export const createExposureStore = (deps: { collections: Collections; turns: Turns }): ExposureStore => {
  const exposures = deps.collections.of<ExposureDoc>(exposureSchema);
  const { turns } = deps;
  const insert = createInsertBatcher<ExposureDoc>({
    turns,
    insertMany: (docs) => exposures.insertMany(docs, { ordered: false }),
  });
  const load = createIdLoader<ExposureDoc>({
    turns,
    find: (ids) => exposures.find({ _id: { $in: ids } }).toArray(),
  });
  const loadListening = createLoadBatcher<ExposureDoc>({
    turns,
    find: (keys) => exposures.find({ listens: { $in: keys } }).toArray(),
    keysOf: (doc) => doc.listens ?? [],
  });
  const get: ExposureStore['get'] = async ({ tenant, id }) => {
    const doc = await load(keyOf(tenant, id));
    return doc === undefined ? undefined : toExposureRow(doc);
  };
  return guarded<ExposureStore>({
    claim: async (exposure) => {
      if ((await insert(toExposureDoc({ exposure, rev: 0 }))) === 'inserted') {
        return { isNew: true, exposure: { ...exposure, rev: 0 } };
      }
      // Erased in between: what was to be recorded is nobody's any more.
      const standing = await get({ tenant: exposure.tenant, id: exposure.id });
      return { isNew: false, exposure: standing ?? { ...exposure, rev: 0 } };
    },
    get,
    hearing: async (input) => (await loadListening([listenKey(input)])).map(toExposureRow),
    replace: async ({ exposure, rev }) => {
      const doc = toExposureDoc({ exposure, rev: rev + 1 });
      const { matchedCount } = await exposures.replaceOne({ _id: doc._id, rev }, doc);
      return matchedCount === 1 ? 'replaced' : 'conflict';
    },
  });
};

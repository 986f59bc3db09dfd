import { inject } from 'vitest';

import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { ensureIndexesOf } from '../../platform/mongo/ensure-indexes.ts';
import type { CollectionSchema } from '../../platform/mongo/schema/define.ts';
import { openServerStore } from './open-store.ts';

type Opened = { readonly collections: Collections; readonly close: () => Promise<void> };

/** Collections of schemas that a test makes, in a database of their own on the server. */
export const openServerCollections = async (schemas: readonly CollectionSchema[]): Promise<Opened> => {
  const store = await openServerStore();
  await ensureIndexesOf({ connection: store.connection, schemas });
  return store;
};

/** Collections of schemas that a test makes, over what the project of the tests runs on; see `vitest.config.ts`. */
export const openCollections = async (schemas: readonly CollectionSchema[]): Promise<Opened> =>
  inject('storeBackend') === 'server'
    ? openServerCollections(schemas)
    : {
        collections: createMemoryCollections(layoutOf(schemas, { isStrict: true })),
        close: async () => undefined,
      };

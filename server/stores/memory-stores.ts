import { createNoTurns } from '../../platform/mongo/batching/turns.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { schemas } from './schemas.ts';
import { createStores, type Stores } from './stores.ts';

const layout = layoutOf(schemas);

/**
 * Makes all stores in memory, empty: for simulations, dry runs and tests, which need no server then. Everything is gone
 * with them.
 */
export const createMemoryStores = (): Stores =>
  createStores({
    collections: createMemoryCollections(layout),
    turnsOf: createNoTurns,
  });

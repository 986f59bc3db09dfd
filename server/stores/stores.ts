import { createTurns } from '../../platform/mongo/batching/turns.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { composeServices, factoriesOf } from '../compose.ts';
import { modules } from '../modules.ts';
import { schemas } from './schemas.ts';

/** All stores of one database. */
export type Stores = ReturnType<typeof createStores>;

/** Fewer leave the database idle between two, more leave too little to gather for each (`npm run bench people`). */
const groupsAtOnce = 4;

/** Makes the stores of all modules over the collections of one database, whatever backend they have. */
export const createStores = (input: { collections: Collections; turnsOf?: typeof createTurns }) => {
  const { collections, turnsOf = createTurns } = input;
  const factories = factoriesOf(modules, 'stores');
  const given = { collections, turnsOf, turns: turnsOf({ atOnce: groupsAtOnce }), schemas };
  return composeServices(given, factories);
};

import type { Connection } from 'mongoose';

import { collectionOf } from '../schema/define.ts';
import type { Collections } from './collection.ts';

/** The collections of a database server: the driver's own, so that nothing comes between a store and it. */
export const createDriverCollections = (connection: Connection): Collections => ({
  of: (schema) => connection.collection(collectionOf(schema)),
  named: (name) => connection.collection(name),
});

import { type Connection, mongo } from 'mongoose';

import type { Retention } from '../../domain/privacy/retention.ts';
import { collectionOf, type CollectionSchema, retentionIndex } from './schema/define.ts';

const namespaceNotFound = 26;

/** After how long the database forgets a collection now, in seconds; undefined when it has no such index yet. */
const standingOf = async (collection: mongo.Collection): Promise<number | undefined> => {
  try {
    const indexes = await collection.indexes();
    return indexes.find(({ name }) => name === retentionIndex)?.expireAfterSeconds;
  } catch (thrown) {
    if (thrown instanceof mongo.MongoServerError && thrown.code === namespaceNotFound) return undefined;
    throw thrown;
  }
};

// CommandNotFound, CommandNotSupported.
const unknownCommand: ReadonlySet<unknown> = new Set([59, 115]);

/** Changes it in place; on a server that cannot, the index goes and is built as it should be. */
const changeTo = async (input: {
  connection: Connection;
  collection: mongo.Collection;
  expireAfterSeconds: number;
}): Promise<void> => {
  const { connection, collection, expireAfterSeconds } = input;
  const index = { name: retentionIndex, expireAfterSeconds };
  try {
    await connection.db?.command({ collMod: collection.collectionName, index });
  } catch (thrown) {
    if (!(thrown instanceof mongo.MongoServerError) || !unknownCommand.has(thrown.code)) throw thrown;
    await collection.dropIndex(retentionIndex);
  }
};

/**
 * Brings the time after which the database forgets what is over to what is set now, without building an index again where the
 * server can.
 * Any number of processes may do it at once.
 */
export const applyRetention = async (input: {
  connection: Connection;
  schemas: readonly CollectionSchema[];
  retention: Retention;
}): Promise<void> => {
  const { connection, schemas, retention } = input;
  for (const schema of schemas) {
    if (schema.retention === undefined) continue;
    const expireAfterSeconds = retention[schema.retention];
    const collection = connection.collection(collectionOf(schema));
    const standing = await standingOf(collection);
    if (standing === undefined || standing === expireAfterSeconds) continue;
    await changeTo({ connection, collection, expireAfterSeconds });
  }
};

import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import type { Stage } from './stage.ts';

/** A document of any collection, as the driver stores it. */
export type AnyDoc = { readonly _id: string; readonly [field: string]: unknown };

/** A connection that writes as durably as the engine does. */
export const connectPlain = (stage: Stage): Promise<mongoose.Connection> =>
  mongoose.createConnection(stage.mongoUri, { w: 'majority', journal: true }).asPromise();

const batch = 10_000;

/** Writes many documents with the driver, made of their numbers. */
export const seed = async (input: {
  collection: mongoose.Collection<AnyDoc>;
  count: number;
  docOf: (n: number) => AnyDoc;
}): Promise<void> => {
  const { collection, count, docOf } = input;
  for (let from = 0; from < count; from += batch) {
    const docs = Array.from({ length: Math.min(batch, count - from) }, (_, n) => docOf(from + n));
    await collection.insertMany(docs, { ordered: false });
  }
};

/** A collection of copies with the indexes of another one, empty. */
export const emptyCopy = async (input: {
  connection: mongoose.Connection;
  of: string;
}): Promise<mongoose.Collection<AnyDoc>> => {
  const copies = input.connection.collection<AnyDoc>(`bench_${randomUUID().slice(0, 8)}`);
  for (const { key, name, ...options } of await input.connection.collection(input.of).indexes())
    if (name !== '_id_') await copies.createIndex(key, { ...options, name: name ?? '' });
  return copies;
};

/**
 * Writes many documents as `seed` does, without the indexes of the collection, which are built again after: several times faster where there
 * are many. Sparse indexes stay, since loops look by them meanwhile.
 */
export const seedThenIndex = async (input: Parameters<typeof seed>[0]): Promise<void> => {
  const { collection } = input;
  const indexes = (await collection.indexes()).filter(
    ({ name, sparse }) => name !== '_id_' && name !== undefined && sparse !== true,
  );
  for (const { name } of indexes) if (name !== undefined) await collection.dropIndex(name);
  await seed(input);
  for (const { key, name, ...options } of indexes)
    await collection.createIndex(key, { ...options, name: name ?? '' });
};

import { type Connection, mongo } from 'mongoose';

import { CicloError } from '../../domain/errors.ts';
import { type Retention, usualRetention } from '../../domain/privacy/retention.ts';
import { applyRetention } from './retention.ts';
import { type CollectionSchema, collectionOf, retentionIndex } from './schema/define.ts';

type Direction = 1 | -1;

/** What of an index must be the same. */
type Shape = {
  readonly key: Map<string, unknown> | Readonly<Record<string, unknown>>;
  readonly unique?: boolean | undefined;
  readonly sparse?: boolean | undefined;
  readonly expireAfterSeconds?: number | undefined;
};

type Wanted = Shape & { readonly key: Map<string, Direction>; readonly name: string };

/** How long it is kept by the settings, for the index that forgets what is over. */
const keptFor = (input: {
  schema: CollectionSchema;
  name: unknown;
  retention: Retention;
}): number | undefined =>
  input.name === retentionIndex && input.schema.retention !== undefined
    ? input.retention[input.schema.retention]
    : undefined;

const wantedOf = (input: {
  schema: CollectionSchema;
  retention: Retention;
}): (Wanted & mongo.IndexDescription)[] =>
  input.schema.indexes().map(([key, { name, unique, sparse, expireAfterSeconds: usual }]) => {
    const expireAfterSeconds = keptFor({ ...input, name }) ?? usual;
    return {
      key: new Map(
        Object.entries(key).map(([field, way]): [string, Direction] => [field, way === -1 ? -1 : 1]),
      ),
      name: name ?? '',
      ...(unique === true ? { unique } : {}),
      ...(sparse === true ? { sparse } : {}),
      ...(typeof expireAfterSeconds === 'number' ? { expireAfterSeconds } : {}),
    };
  });

const textOf = ({ key, unique, sparse, expireAfterSeconds }: Shape): string =>
  JSON.stringify([
    [...(key instanceof Map ? key : Object.entries(key))],
    unique === true,
    sparse === true,
    expireAfterSeconds ?? null,
  ]);

// IndexOptionsConflict, IndexKeySpecsConflict, CannotCreateIndex.
const otherDefinition: ReadonlySet<unknown> = new Set([85, 86, 67]);

/** Names the indexes that are in the database in another form than this version wants them. */
const tellDifference = async (input: {
  collection: mongo.Collection;
  wanted: readonly Wanted[];
  thrown: unknown;
}): Promise<CicloError> => {
  const { collection, wanted, thrown } = input;
  const standing = await collection.indexes();
  const shapes = new Map(standing.map((index) => [index.name, textOf(index)]));
  const changed = wanted
    .filter((index) => shapes.has(index.name) && shapes.get(index.name) !== textOf(index))
    .map(({ name }) => name);
  const drop = changed.map((name) => `db.${collection.collectionName}.dropIndex("${name}")`).join('; ');
  const hint =
    changed.length === 0
      ? `Compare db.${collection.collectionName}.getIndexes() with a new database of Ciclo.`
      : `Stop all processes, drop it (${drop}) and start again: it is built as it should be.`;
  return new CicloError({
    code: 'bad-configuration',
    message: `The collection ${collection.collectionName} has an index in another form: ${changed.join(', ') || 'which is not known'}. ${hint}`,
    details: { collection: collection.collectionName, indexes: changed, hint },
    cause: thrown,
  });
};

/**
 * Makes the indexes of schemas, with one command a collection, so that the server looks through each collection
 * once. On a replica set a build ends when most members have it: one that is down holds nobody up. Throws
 * `bad-configuration` that names an index of the same name in another form. Any number of processes may do it at
 * once.
 */
export const ensureIndexesOf = async (input: {
  connection: Connection;
  schemas: readonly CollectionSchema[];
  retention?: Retention;
}): Promise<void> => {
  const { connection, schemas, retention = usualRetention } = input;
  const hello = await connection.db?.command({ hello: 1 });
  await applyRetention({ connection, schemas, retention });
  const quorum = typeof hello?.['setName'] === 'string' ? { commitQuorum: 'majority' } : {};
  for (const schema of schemas) {
    const wanted = wantedOf({ schema, retention });
    const collection = connection.collection(collectionOf(schema));
    if (wanted.length === 0) continue;
    try {
      await collection.createIndexes(wanted, quorum);
    } catch (thrown) {
      if (!(thrown instanceof mongo.MongoServerError) || !otherDefinition.has(thrown.code)) throw thrown;
      throw await tellDifference({ collection, wanted, thrown });
    }
  }
};

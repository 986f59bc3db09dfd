import { type Connection, type mongo, Schema, type SchemaDefinition } from 'mongoose';

/** An index of a collection, by name. */
export type IndexOf = {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly expireAfterSeconds?: number;
};

/**
 * The schema of a collection: its fields and all its indexes. Documents are stored as they are given: no
 * version key, no fields added, no empty objects left out.
 */
export const defineSchema = <Doc>(input: {
  collection: string;
  fields: SchemaDefinition;
  indexes: readonly IndexOf[];
}): Schema<Doc> => {
  const fields: SchemaDefinition = { _id: { type: String, required: true }, ...input.fields };
  const schema: Schema<Doc> = new Schema(fields, {
    collection: input.collection,
    versionKey: false,
    minimize: false,
    id: false,
    strict: 'throw',
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  });
  for (const { key, ...options } of input.indexes) schema.index({ ...key }, options);
  return schema;
};

/**
 * The collection of a schema with the driver's own operations, typed: for hot paths, where casting every
 * document would cost more than the database does.
 */
export const driverOf = <Doc extends mongo.Document>(input: {
  connection: Connection;
  schema: Schema<Doc>;
}): mongo.Collection<Doc> => {
  const { connection, schema } = input;
  return connection.collection<Doc>(schema.get('collection') ?? '');
};

/** Any JSON value, kept as it is. */
export const anyJson = Schema.Types.Mixed;

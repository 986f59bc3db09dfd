import { Schema, type SchemaDefinition } from 'mongoose';

import { type RetentionClass, usualRetention } from '../../../domain/privacy/retention.ts';
import type { PersonRule } from './person-rule.ts';
import type { Sharding } from './sharding.ts';

/** An index of a collection, by name. */
export type IndexOf = {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly expireAfterSeconds?: number;
};

/** What the schema of every collection declares, whatever its documents are. */
export type CollectionSchema = Pick<Schema, 'get' | 'indexes' | 'path'> & {
  readonly person: PersonRule;
  readonly sharding: Sharding;
  /** How long a document is kept once it is over. */
  readonly retention?: RetentionClass | undefined;
};

/** The index by which the database forgets what is over. */
export const retentionIndex = 'retention';

/** Since when nothing is to be done with a document any more (real time); absent in others, which are kept. */
export type Over = { readonly overAt?: Date };

/**
 * The schema of a collection: its fields, all its indexes, whose documents it holds, and how it spreads over shards. Documents are stored as they
 * are given: no version key, no fields added, no empty objects left out.
 */
export const defineSchema = <Doc>(input: {
  collection: string;
  person: PersonRule;
  sharding: Sharding;
  /** For documents with `overAt`: how long they are kept from then on. */
  retention?: RetentionClass;
  fields: SchemaDefinition;
  indexes: readonly IndexOf[];
}): Schema<Doc> & Pick<CollectionSchema, 'person' | 'sharding' | 'retention'> => {
  const { person, sharding, retention } = input;
  const over = retention === undefined ? {} : { overAt: Date };
  // Whose a document was before a merge.
  const origin = person.person === 'rows' && person.onSplit !== undefined ? { cameFrom: anyJson } : {};
  const own = { _id: { type: String, required: true } };
  const fields: SchemaDefinition = { ...own, ...input.fields, ...over, ...origin };
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
  if (retention !== undefined) {
    const expireAfterSeconds = usualRetention[retention];
    schema.index({ overAt: 1 }, { name: retentionIndex, sparse: true, expireAfterSeconds });
  }
  return Object.assign(schema, { person, sharding, retention });
};

/** The name of the collection of a schema. */
export const collectionOf = (schema: Pick<Schema, 'get'>): string => schema.get('collection') ?? '';

/** Any JSON value, kept as it is. */
export const anyJson = Schema.Types.Mixed;

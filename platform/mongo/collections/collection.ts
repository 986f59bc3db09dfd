import type { mongo, Schema } from 'mongoose';

/** What a read gives, one by one or all at once. It is carried out when the first document is asked for. */
export type Cursor<Row> = AsyncIterable<Row> & {
  readonly sort: (order: Readonly<Record<string, 1 | -1>>) => Cursor<Row>;
  readonly skip: (count: number) => Cursor<Row>;
  readonly limit: (count: number) => Cursor<Row>;
  readonly toArray: () => Promise<Row[]>;
};

/** How many documents a write found, changed and added. */
export type Updated = {
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly upsertedCount: number;
};

/** Fields to give (1), or to leave out (0). */
export type Projection = { readonly [field: string]: 0 | 1 };

/** How long the database may look, in milliseconds. */
type Bounded = { readonly maxTimeMS?: number };

type One<Doc> = mongo.OptionalUnlessRequiredId<Doc>;
type Update<Doc extends mongo.Document> = mongo.UpdateFilter<Doc> | mongo.Document[];

/**
 * The operations of a collection that the stores rest on, as the driver of MongoDB has them. A write that a unique index
 * refuses throws an error of code 11000 (`isDuplicate`); a group of writes throws the failures of its members
 * (`failuresOf`) after all others were carried out.
 */
export type Collection<Doc extends mongo.Document> = {
  readonly collectionName: string;
  find(
    filter: mongo.Filter<Doc>,
    options?: Bounded & { readonly projection?: Projection },
  ): Cursor<mongo.WithId<Doc>>;
  find<Row extends mongo.Document>(
    filter: mongo.Filter<Doc>,
    options?: Bounded & { readonly projection?: Projection },
  ): Cursor<Row>;
  findOne(
    filter: mongo.Filter<Doc>,
    options?: { readonly projection?: Projection; readonly sort?: Record<string, 1 | -1> },
  ): Promise<mongo.WithId<Doc> | null>;
  countDocuments(filter: mongo.Filter<Doc>, options?: Bounded & { readonly limit?: number }): Promise<number>;
  distinct<Key extends keyof mongo.WithId<Doc>>(
    key: Key,
    filter: mongo.Filter<Doc>,
    options?: Bounded,
  ): Promise<mongo.Flatten<mongo.WithId<Doc>[Key]>[]>;
  aggregate<Row extends mongo.Document>(
    stages: mongo.Document[],
    options?: Bounded & { readonly allowDiskUse?: boolean },
  ): Pick<Cursor<Row>, 'toArray'>;
  insertOne(doc: One<Doc>): Promise<unknown>;
  insertMany(docs: readonly One<Doc>[], options: { readonly ordered: false }): Promise<unknown>;
  updateOne(
    filter: mongo.Filter<Doc>,
    update: Update<Doc>,
    options?: { readonly upsert?: boolean },
  ): Promise<Updated>;
  updateMany(filter: mongo.Filter<Doc>, update: Update<Doc>): Promise<Updated>;
  findOneAndUpdate(
    filter: mongo.Filter<Doc>,
    update: Update<Doc>,
    options: { readonly returnDocument: 'after' },
  ): Promise<mongo.WithId<Doc> | null>;
  replaceOne(filter: mongo.Filter<Doc>, replacement: mongo.WithoutId<Doc>): Promise<Updated>;
  bulkWrite(
    operations: readonly mongo.AnyBulkWriteOperation<Doc>[],
    options: { readonly ordered: false },
  ): Promise<Pick<Updated, 'matchedCount'>>;
  deleteOne(filter: mongo.Filter<Doc>): Promise<{ readonly deletedCount: number }>;
  deleteMany(filter: mongo.Filter<Doc>): Promise<{ readonly deletedCount: number }>;
};

/** The collections of one database. */
export type Collections = {
  /** The collection of a schema. */
  readonly of: <Doc extends mongo.Document>(schema: Schema<Doc>) => Collection<Doc>;
  /** A collection by its name, where the schema cannot be had: what a schema declares of persons reads others. */
  readonly named: <Doc extends mongo.Document>(name: string) => Collection<Doc>;
};

import type { Collection, Cursor, Projection, Updated } from '../collection.ts';
import { RefusedWrite, type WriteFailure } from '../refused-write.ts';
import { createCursor } from './cursor.ts';
import { sortRows } from './order.ts';
import type { Pipelines } from './pipeline.ts';
import { toProject } from './project.ts';
import type { Table } from './table.ts';
import { type Row, valuesAt } from './values.ts';
import { type AnyUpdate, createWrites, toOperation, type Writes } from './writes.ts';

/** Carries all out, those behind a refused one too; then throws what was refused. */
const allOf = <One>(items: readonly One[], each: (one: One) => void): void => {
  const failures: WriteFailure[] = [];
  for (const [index, one] of items.entries()) {
    try {
      each(one);
    } catch (thrown) {
      if (!(thrown instanceof RefusedWrite)) throw thrown;
      failures.push({ index, code: thrown.code, message: thrown.message });
    }
  }
  const [first] = failures;
  if (first !== undefined) throw new RefusedWrite({ ...first, failures });
};

const distinctAt = (rows: readonly Row[], path: string): unknown[] => {
  const fields = path.split('.');
  const found = rows
    .flatMap((row) => valuesAt(row, fields))
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]));
  return [...new Set(found.filter((value) => value !== undefined))];
};

/** The operations that change or remove what a filter means. */
const createUpdates = (writes: Writes) => ({
  updateOne: async (
    filter: Row,
    update: AnyUpdate,
    { upsert = false }: { upsert?: boolean } = {},
  ): Promise<Updated> => writes.update(filter, update, { isUpsert: upsert })(),
  updateMany: async (filter: Row, update: AnyUpdate): Promise<Updated> =>
    writes.update(filter, update, { isMany: true })(),
  findOneAndUpdate: async (filter: Row, update: AnyUpdate) => writes.update(filter, update, {})().after,
  replaceOne: async (filter: Row, replacement: Row) => writes.replace(filter, replacement)(),
  deleteOne: async (filter: Row) => ({ deletedCount: writes.remove(filter, false)() }),
  deleteMany: async (filter: Row) => ({ deletedCount: writes.remove(filter, true)() }),
});

type Order = Readonly<Record<string, 1 | -1>>;

/** A collection whose documents may be anything; see `Collection`. */
export type MemoryCollection = ReturnType<typeof createMemoryCollection>;

/** All that a collection has to do; a memory that lacks an operation does not compile. */
type Operations = Record<keyof Collection<{ _id: string }>, unknown>;

/**
 * The operations of a collection over a table in memory. Every operation is done at once, when it is called or its cursor
 * is read; documents that are answered are the table's own, which nobody can change.
 */
export const createMemoryCollection = (input: { table: Table; pipelines: Pipelines }) => {
  const { table, pipelines } = input;
  const writes = createWrites(table, pipelines);
  const { updateOne, updateMany, findOneAndUpdate, replaceOne, deleteOne, deleteMany } =
    createUpdates(writes);
  return {
    updateOne,
    updateMany,
    findOneAndUpdate,
    replaceOne,
    deleteOne,
    deleteMany,
    collectionName: table.name,
    find: (filter: Row, options: { projection?: Projection } = {}): Cursor<Row> =>
      createCursor({ find: (limit) => table.match(filter, limit), project: toProject(options.projection) }),
    findOne: async (filter: Row, options: { projection?: Projection; sort?: Order } = {}) => {
      const { projection, sort } = options;
      const found = table.match(filter, sort === undefined ? 1 : Infinity);
      const [row] = sort === undefined ? found : sortRows(found, sort);
      return row === undefined ? null : toProject(projection)(row);
    },
    countDocuments: async (filter: Row, { limit }: { limit?: number } = {}) =>
      table.match(filter, limit).length,
    distinct: async (key: string, filter: Row) => distinctAt(table.match(filter), key),
    aggregate: (stages: readonly Row[]) => ({
      toArray: async () => pipelines.aggregate(table, stages),
    }),
    insertOne: async (doc: Row) => writes.insert(doc)(),
    insertMany: async (docs: readonly Row[]) => allOf(docs.map(writes.insert), (work) => work()),
    bulkWrite: async (operations: readonly Row[]) => {
      let matchedCount = 0;
      allOf(
        operations.map((operation) => toOperation(writes, operation)),
        (work) => {
          matchedCount += work();
        },
      );
      return { matchedCount };
    },
  } satisfies Operations;
};

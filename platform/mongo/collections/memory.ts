import type { mongo } from 'mongoose';

import { collectionOf, type CollectionSchema } from '../schema/define.ts';
import type { Collection, Collections } from './collection.ts';
import { createMemoryCollection, type MemoryCollection } from './memory/memory-collection.ts';
import { createPipelines } from './memory/pipeline.ts';
import { createShape } from './memory/shape.ts';
import { createTable, type Table, type TableIndex } from './memory/table.ts';
import type { Row } from './memory/values.ts';
import { RefusedWrite } from './refused-write.ts';

const indexesOf = (schema: CollectionSchema): TableIndex[] =>
  schema.indexes().map(([key, options]) => ({
    name: String(options.name),
    fields: Object.keys(key),
    unique: options.unique === true,
    sparse: options.sparse === true,
  }));

const notDeclared = 121;

const guardOf = (schema: CollectionSchema): ((row: Row) => void) => {
  const problemIn = createShape(schema);
  return (row) => {
    const message = problemIn(row);
    if (message !== undefined) throw new RefusedWrite({ code: notDeclared, message });
  };
};

/** What the tables of a database are like, by name. */
export type Layout = ReadonlyMap<string, Omit<Parameters<typeof createTable>[0], 'name'>>;

/** Reads what schemas declare, once for any number of databases. */
export const layoutOf = (
  schemas: readonly CollectionSchema[],
  /** Whether documents that a schema does not declare are refused, with code 121: for tests, so that every field is declared. */
  { isStrict = false }: { isStrict?: boolean } = {},
): Layout =>
  new Map(
    schemas.map((schema) => [
      collectionOf(schema),
      { indexes: indexesOf(schema), ...(isStrict ? { guard: guardOf(schema) } : {}) },
    ]),
  );

/** The same collection with the documents its schema names: what was written as those is read as those, as in a database. */
function asWritten<Doc extends mongo.Document>(collection: MemoryCollection): Collection<Doc>;
function asWritten(collection: MemoryCollection): unknown {
  return collection;
}

/**
 * Collections in memory, empty at first, with the indexes of the layout. Nothing expires in them; a document or a
 * time of any size is taken.
 */
export const createMemoryCollections = (layout: Layout): Collections => {
  const tables = new Map<string, Table>();
  const tableOf = (name: string): Table => {
    const table = tables.get(name) ?? createTable({ indexes: [], ...layout.get(name), name });
    tables.set(name, table);
    return table;
  };
  const pipelines = createPipelines(tableOf);
  const collections = new Map<string, MemoryCollection>();
  const named = <Doc extends mongo.Document>(name: string): Collection<Doc> => {
    const collection = collections.get(name) ?? createMemoryCollection({ table: tableOf(name), pipelines });
    collections.set(name, collection);
    return asWritten<Doc>(collection);
  };
  return { named, of: (schema) => named(collectionOf(schema)) };
};

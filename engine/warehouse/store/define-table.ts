import type { mongo } from 'mongoose';

import type { Cell, Column, ColumnType, Grain, TableShape } from '../../../domain/warehouse/shape.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { collectionOf, type CollectionSchema } from '../../../platform/mongo/schema/define.ts';
import type { AnyRow } from '../../../platform/mongo/schema/person-rule.ts';

/** Where the documents of a table are, and by which of their fields they are cut into parts. */
export type TableSource = {
  readonly collection: string;
  /** The path of the tenant. */
  readonly tenant: string;
  /** The path of the instant by which rows are cut into parts, and whether it is text. */
  readonly at?: { readonly path: string; readonly isText: boolean };
  /** Fields that an index has before the instant; each of their values is read by itself. */
  readonly by: readonly string[];
  /** Documents that are rows, among those of the tenant. */
  readonly only: mongo.Filter<AnyRow>;
  /** The property of an event that names the document it changes. */
  readonly named?: 'order_id' | 'message_id' | 'profileId';
};

/** A table of the warehouse, with the documents its rows are made of. */
export type WarehouseTable = TableShape & {
  readonly source: TableSource;
  /** The rows of documents, in the order of a filter, without a bound. */
  readonly read: (input: {
    collections: Collections;
    filter: mongo.Filter<AnyRow>;
    sort: Readonly<Record<string, 1 | -1>>;
  }) => AsyncIterable<readonly Cell[]>;
};

/** A column of rows of a type. */
export type ColumnOf<Row> = {
  readonly type: ColumnType;
  readonly about: string;
  readonly isPerson?: true;
  readonly trait?: string;
  readonly of: (row: Row) => Cell;
};

/** An instant of ISO 8601 as epoch milliseconds. */
export const instantOf = (text: string | undefined): number | undefined => {
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
};

/** Declares a table: what one row is, of which documents it is made, and every column with its words. */
export const defineTable = <Doc extends mongo.Document, Row = Doc>(input: {
  name: string;
  about: string;
  grain: Grain;
  schema: CollectionSchema;
  at?: string;
  isText?: boolean;
  tenant?: string;
  by?: readonly string[];
  only?: mongo.Filter<AnyRow>;
  named?: TableSource['named'];
  rows: (doc: Doc) => readonly Row[];
  columns: Readonly<Record<string, ColumnOf<Row>>>;
}): WarehouseTable => {
  const { name, about, grain, at, rows } = input;
  const collection = collectionOf(input.schema);
  const columns = Object.entries(input.columns).map(
    ([column, { type, about: words, isPerson, trait }]): Column => ({
      name: column,
      type,
      about: words,
      ...(isPerson === true ? { isPerson } : {}),
      ...(trait === undefined ? {} : { trait }),
    }),
  );
  const cells = Object.values(input.columns);
  return {
    name,
    about,
    grain,
    columns,
    source: {
      collection,
      tenant: input.tenant ?? 'tenant',
      by: input.by ?? [],
      only: input.only ?? {},
      ...(at === undefined ? {} : { at: { path: at, isText: input.isText ?? false } }),
      ...(input.named === undefined ? {} : { named: input.named }),
    },
    async *read({ collections, filter, sort }) {
      const found = collections.named<AnyRow>(collection).find<Doc>(filter).sort(sort);
      for await (const doc of found) {
        for (const row of rows(doc)) yield cells.map(({ of }) => of(row));
      }
    },
  };
};

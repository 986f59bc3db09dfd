import type { Updated } from '../collection.ts';
import { isRow, type Row, storedRow } from './values.ts';
import type { Pipelines } from './pipeline.ts';
import type { Table } from './table.ts';
import { seedOf, toUpdate } from './update.ts';

/** Operators, or the stages of a pipeline. */
export type AnyUpdate = Row | readonly Row[];

type Written = Updated & { readonly after: Row | null };

const isStages = (update: AnyUpdate): update is readonly Row[] => Array.isArray(update);

/**
 * The writes of one table. Each is made first, which throws for what cannot be stored, and done then, at once, so that no
 * other comes between its parts.
 */
export type Writes = {
  readonly insert: (doc: Row) => () => void;
  readonly update: (
    filter: Row,
    update: AnyUpdate,
    how: { readonly isMany?: boolean; readonly isUpsert?: boolean },
  ) => () => Written;
  readonly replace: (filter: Row, replacement: Row, isUpsert?: boolean) => () => Updated;
  readonly remove: (filter: Row, isMany: boolean) => () => number;
};

const count = (matchedCount: number, modifiedCount: number, upsertedCount = 0): Updated => ({
  matchedCount,
  modifiedCount,
  upsertedCount,
});

/** Makes the writes of a table. */
export const createWrites = (table: Table, pipelines: Pipelines): Writes => {
  const changeOf = (update: AnyUpdate): ((row: Row) => Row) =>
    isStages(update) ? pipelines.toUpdate(update) : toUpdate(update);

  const insertOf = (update: AnyUpdate): ((row: Row) => Row) =>
    isStages(update) ? pipelines.toUpdate(update) : toUpdate(update, { isInsert: true });

  const changeAll = (found: readonly Row[], change: (row: Row) => Row): Written => {
    let modified = 0;
    let after: Row | null = null;
    for (const row of found) {
      after = change(row);
      if (after === row) continue;
      modified += 1;
      table.replace(row, after);
    }
    return { ...count(found.length, modified), after };
  };

  return {
    insert: (doc) => {
      const row = storedRow(doc);
      return () => table.insert(row);
    },
    update: (filter, update, { isMany = false, isUpsert = false }) => {
      const change = changeOf(update);
      const make = isUpsert ? insertOf(update) : undefined;
      return () => {
        const found = table.match(filter, isMany ? Infinity : 1);
        if (found.length > 0 || make === undefined) return changeAll(found, change);
        const after = make(seedOf(filter));
        table.insert(after);
        return { ...count(0, 0, 1), after };
      };
    },
    replace: (filter, replacement, isUpsert = false) => {
      const content = storedRow(replacement);
      return () => {
        const [row] = table.match(filter, 1);
        if (row !== undefined) {
          table.replace(row, Object.freeze({ _id: row['_id'], ...content }));
          return count(1, 1);
        }
        if (!isUpsert) return count(0, 0);
        table.insert(Object.freeze({ _id: seedOf(filter)['_id'], ...content }));
        return count(0, 0, 1);
      };
    },
    remove: (filter, isMany) => () => {
      const found = table.match(filter, isMany ? Infinity : 1);
      for (const row of found) table.remove(row);
      return found.length;
    },
  };
};

const rowOf = (value: unknown): Row => (isRow(value) ? value : {});
const updateOf = (value: unknown): AnyUpdate => (Array.isArray(value) ? value.map(rowOf) : rowOf(value));

/** Makes one operation of a group; once done it answers how many documents its filter found. */
export const toOperation = (writes: Writes, operation: Row): (() => number) => {
  const [entry] = Object.entries(operation);
  const [name, what] = entry ?? ['', {}];
  const { filter, update, document, replacement, upsert } = rowOf(what);
  const isUpsert = upsert === true;
  const uncounted = (work: () => unknown): (() => number) => {
    return () => {
      work();
      return 0;
    };
  };
  const counted = (work: () => Updated) => (): number => work().matchedCount;
  switch (name) {
    case 'insertOne':
      return uncounted(writes.insert(rowOf(document)));
    case 'updateOne':
    case 'updateMany':
      return counted(
        writes.update(rowOf(filter), updateOf(update), { isMany: name === 'updateMany', isUpsert }),
      );
    case 'replaceOne':
      return counted(writes.replace(rowOf(filter), rowOf(replacement), isUpsert));
    case 'deleteOne':
    case 'deleteMany':
      return uncounted(writes.remove(rowOf(filter), name === 'deleteMany'));
    default:
      throw new TypeError(`The operation ${name} is not known.`);
  }
};

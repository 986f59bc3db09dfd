import { RefusedWrite } from '../refused-write.ts';
import { createHashIndex, type HashIndex } from './hash-index.ts';
import { toTest } from './match.ts';
import { combinationsOf, idsIn, isOfIds, planOf } from './plan.ts';
import type { Row } from './values.ts';

/** What is declared of an index. */
export type TableIndex = {
  readonly name: string;
  readonly fields: readonly string[];
  readonly unique: boolean;
  readonly sparse: boolean;
};

/** The documents of one collection, which are frozen, in the order in which they came. */
export type Table = {
  readonly name: string;
  readonly all: () => Iterable<Row>;
  /** The documents a filter means; at most `limit`. */
  readonly match: (filter: Row, limit?: number) => Row[];
  /** Adds a document, or puts it in the place of one. Throws `RefusedWrite` where a unique index has such a one. */
  readonly insert: (row: Row) => void;
  readonly replace: (before: Row, after: Row) => void;
  readonly remove: (row: Row) => void;
};

const duplicate = 11_000;
const immutableId = 66;

const refuse = (table: string, index: string): RefusedWrite =>
  new RefusedWrite({ code: duplicate, message: `Duplicate key in ${table}, index ${index}.` });

const idOf = (row: Row): string => (typeof row['_id'] === 'string' ? row['_id'] : JSON.stringify(row['_id']));

/** Makes the look-up by indexes, each of which is built when it is first of use. */
const createIndexes = (input: { name: string; declared: readonly TableIndex[]; rows: Map<string, Row> }) => {
  const { name, declared, rows } = input;
  const built = new Map<string, HashIndex>();
  const rowsOf = (ids: readonly string[]): Row[] =>
    ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
  const unique = declared.filter((index) => index.unique);
  const indexOf = (fields: readonly string[]): HashIndex => {
    const key = fields.join('|');
    const index = built.get(key) ?? createHashIndex({ fields, rows });
    built.set(key, index);
    return index;
  };
  return {
    built,
    /** Throws when a document that is to be written has what another one has. */
    guard: (row: Row): void => {
      const own = idOf(row);
      for (const { name: index, fields, sparse } of unique) {
        const { like, isWithout } = indexOf(fields);
        if (sparse && isWithout(row)) continue;
        const others = like(row).filter((id) => id !== own && !(sparse && isWithout(rows.get(id) ?? {})));
        if (others.length > 0) throw refuse(name, index);
      }
    },
    /** The documents that a filter can mean, as far as ids and indexes tell; undefined when they tell nothing. */
    candidates: (filter: Row): Iterable<Row> | undefined => {
      const ids = idsIn(filter);
      if (ids !== undefined) return rowsOf(ids.map(String));
      const plan = planOf(
        declared.map((index) => index.fields),
        filter,
      );
      if (plan === undefined) return undefined;
      const index = indexOf(plan.fields);
      const combinations = combinationsOf(plan.values);
      const found = combinations.flatMap((values) => [...index.find(values)]);
      return rowsOf(combinations.length === 1 ? found : [...new Set(found)]);
    },
  };
};

/** Makes a table. */
export const createTable = (input: {
  name: string;
  indexes: readonly TableIndex[];
  /** Throws for a document that may not be written. */
  guard?: (row: Row) => void;
}): Table => {
  const rows = new Map<string, Row>();
  const { name, guard } = input;
  const indexes = createIndexes({ name, declared: input.indexes, rows });
  return {
    name,
    all: () => rows.values(),
    match: (filter, limit = Infinity) => {
      const test = isOfIds(filter) ? undefined : toTest(filter);
      const found: Row[] = [];
      for (const row of indexes.candidates(filter) ?? rows.values()) {
        if (found.length >= limit) break;
        if (test === undefined || test(row)) found.push(row);
      }
      return found;
    },
    insert: (row) => {
      const id = idOf(row);
      if (rows.has(id)) throw refuse(name, '_id');
      guard?.(row);
      indexes.guard(row);
      rows.set(id, row);
      for (const index of indexes.built.values()) index.add(id, row);
    },
    replace: (before, after) => {
      const id = idOf(before);
      if (id !== idOf(after))
        throw new RefusedWrite({ code: immutableId, message: 'An _id cannot be changed.' });
      guard?.(after);
      indexes.guard(after);
      rows.set(id, after);
      for (const index of indexes.built.values()) index.change(id, { before, after });
    },
    remove: (row) => {
      const id = idOf(row);
      rows.delete(id);
      for (const index of indexes.built.values()) index.remove(id, row);
    },
  };
};

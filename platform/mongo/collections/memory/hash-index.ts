import { rankOf } from './order.ts';
import { type Row, valuesAt } from './values.ts';

/** Documents by what stands in some of their fields. */
export type HashIndex = {
  readonly add: (id: string, row: Row) => void;
  readonly remove: (id: string, row: Row) => void;
  /** Moves a document that changed. */
  readonly change: (id: string, rows: { before: Row; after: Row }) => void;
  /** The ids of the documents that have these values in its fields. */
  readonly find: (values: readonly unknown[]) => ReadonlySet<string>;
  /** The ids of the documents that share a key with one. */
  readonly like: (row: Row) => readonly string[];
  /** True for a document that has none of the fields. */
  readonly isWithout: (row: Row) => boolean;
};

const none: ReadonlySet<string> = new Set();

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? null);

const keyText = (value: unknown): string => `${rankOf(value)}${textOf(value)}\n`;

const keysAt = (row: Row, fields: readonly string[]): readonly string[] => {
  const found = valuesAt(row, fields);
  const [only] = found;
  if (found.length === 1 && !Array.isArray(only)) return [keyText(only)];
  const all = found.flatMap((one): unknown[] => (Array.isArray(one) && one.length > 0 ? one : [one]));
  return [...new Set(all.map(keyText))];
};

/** The keys of a document: one for each combination of what stands in the fields. */
const keysOf = (row: Row, paths: readonly (readonly string[])[]): readonly string[] =>
  paths.reduce<readonly string[]>(
    (keys, fields) => {
      const more = keysAt(row, fields);
      const [only = ''] = more;
      return more.length === 1
        ? keys.map((key) => key + only)
        : keys.flatMap((key) => more.map((one) => key + one));
    },
    [''],
  );

/** Makes an index of the documents that are there by some fields; every element of a list counts. */
export const createHashIndex = (input: {
  fields: readonly string[];
  rows: Iterable<readonly [string, Row]>;
}): HashIndex => {
  const paths = input.fields.map((field) => field.split('.'));
  const places = new Map<string, Set<string>>();

  const put = (id: string, key: string): void => {
    const there = places.get(key);
    if (there === undefined) places.set(key, new Set([id]));
    else there.add(id);
  };
  const take = (id: string, key: string): void => {
    const there = places.get(key);
    there?.delete(id);
    if (there?.size === 0) places.delete(key);
  };
  const add = (id: string, row: Row): void => {
    for (const key of keysOf(row, paths)) put(id, key);
  };
  for (const [id, row] of input.rows) add(id, row);

  return {
    add,
    remove: (id, row) => {
      for (const key of keysOf(row, paths)) take(id, key);
    },
    change: (id, { before, after }) => {
      const old = keysOf(before, paths);
      const made = keysOf(after, paths);
      if (old.length === 1 && made.length === 1 && old[0] === made[0]) return;
      for (const key of old) if (!made.includes(key)) take(id, key);
      for (const key of made) if (!old.includes(key)) put(id, key);
    },
    find: (values) => places.get(values.map(keyText).join('')) ?? none,
    like: (row) => keysOf(row, paths).flatMap((key) => [...(places.get(key) ?? none)]),
    isWithout: (row) => paths.every((fields) => valuesAt(row, fields).every((value) => value === undefined)),
  };
};

import { mongo } from 'mongoose';

import { isRow, type Row, valuesAt } from './values.ts';

/** The place of the type of a value in the order of all values; values are compared within a type only. */
export const rankOf = (value: unknown): number => {
  if (value === undefined || value === null) return 1;
  switch (typeof value) {
    case 'symbol':
      return 0;
    case 'number':
    case 'bigint':
      return 2;
    case 'string':
      return 3;
    case 'boolean':
      return 7;
    default:
  }
  if (Array.isArray(value)) return 5;
  if (value instanceof Date) return 8;
  if (value instanceof mongo.Binary) return 6;
  return value instanceof RegExp ? 9 : 4;
};

const plain = (a: number | string | boolean, b: number | string | boolean): number =>
  a === b ? 0 : a < b ? -1 : 1;

const numbers = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return plain(a, b);
};

const surrogate = /[\uD800-\uDFFF]/;

/** By bytes of UTF-8, which differs from the order of JavaScript where a sign takes two units. */
const texts = (a: string, b: string): number =>
  a !== b && (surrogate.test(a) || surrogate.test(b))
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : plain(a, b);

const lists = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const found = compareValues(a[index], b[index]);
    if (found !== 0) return found;
  }
  return a.length - b.length;
};

/** Field by field in their order: first the types of the values, then the names, then the values. */
const rows = (a: Row, b: Row): number => {
  const left = Object.entries(a);
  const right = Object.entries(b);
  for (const [index, [name, value]] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const found = rankOf(value) - rankOf(other[1]) || texts(name, other[0]) || compareValues(value, other[1]);
    if (found !== 0) return found;
  }
  return left.length - right.length;
};

/** Compares two values as the database orders them: by type first, a missing value as null. */
export const compareValues = (a: unknown, b: unknown): number => {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return texts(a, b);
  if (typeof a === 'number' && typeof b === 'number') return numbers(a, b);
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'boolean' && typeof b === 'boolean') return plain(a, b);
  if (a instanceof Date && b instanceof Date) return numbers(a.getTime(), b.getTime());
  if (Array.isArray(a) && Array.isArray(b)) return lists(a, b);
  if (a instanceof mongo.Binary && b instanceof mongo.Binary) {
    return a.length() - b.length() || Buffer.compare(a.value(), b.value());
  }
  return isRow(a) && isRow(b) ? rows(a, b) : texts(String(a ?? ''), String(b ?? ''));
};

/** Stands for a list without elements, which comes before all else. */
const nothing = Symbol('nothing');

/** What of the values at a path a document is sorted by: the least of a list, or the greatest. */
const keyOf = (input: { row: Row; fields: readonly string[]; way: 1 | -1 }): unknown => {
  const found = valuesAt(input.row, input.fields);
  const [only] = found;
  if (found.length === 1 && !Array.isArray(only)) return only;
  const all = found.flatMap((one): unknown[] =>
    Array.isArray(one) ? (one.length === 0 ? [nothing] : one) : [one],
  );
  return all.reduce((best, one) => (compareValues(one, best) * input.way < 0 ? one : best), all[0]);
};

/** Documents in an order; those that are equal in it stay as they stand. */
export const sortRows = (rows: readonly Row[], order: Readonly<Record<string, 1 | -1>>): Row[] => {
  const by = Object.entries(order).map(([path, way]) => ({ fields: path.split('.'), way }));
  const keyed = rows.map((row) => ({ row, keys: by.map(({ fields, way }) => keyOf({ row, fields, way })) }));
  keyed.sort((a, b) => {
    for (const [index, { way }] of by.entries()) {
      const found = compareValues(a.keys[index], b.keys[index]);
      if (found !== 0) return found * way;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
};

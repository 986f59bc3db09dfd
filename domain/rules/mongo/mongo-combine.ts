import type { MongoFilter } from './mongo-field.ts';

/** Matches every document. */
export const always: MongoFilter = {};

/** Matches no document, without looking at any. */
export const never: MongoFilter = { _id: { $in: [] } };

const isAlways = (filter: MongoFilter): boolean => Object.keys(filter).length === 0;
const isNever = (filter: MongoFilter): boolean => filter === never;

/** A filter by the values of fields alone, which is cheap to ask and can use an index. */
const isPlain = (filter: MongoFilter): boolean => Object.keys(filter).every((key) => !key.startsWith('$'));

/**
 * All of these, the cheap ones first. Filters about different fields become one document, in which every planner finds the field
 * it has an index for.
 */
export const allOf = (filters: readonly MongoFilter[]): MongoFilter => {
  if (filters.some(isNever)) return never;
  const merged: Record<string, unknown> = {};
  const others: MongoFilter[] = [];
  for (const filter of [...filters.filter(isPlain), ...filters.filter((filter) => !isPlain(filter))]) {
    const clashes = Object.keys(filter).some((key) => Object.hasOwn(merged, key));
    if (clashes) others.push(filter);
    else Object.assign(merged, filter);
  }
  return others.length === 0 ? merged : { $and: [merged, ...others] };
};

/** At least one of these. */
export const anyOf = (filters: readonly MongoFilter[]): MongoFilter => {
  const possible = filters.filter((filter) => !isNever(filter));
  const [only] = possible;
  if (only === undefined) return never;
  if (possible.some(isAlways)) return always;
  return possible.length === 1 ? only : { $or: possible };
};

/** Not this. */
export const noneOf = (filter: MongoFilter): MongoFilter => {
  if (isNever(filter)) return always;
  return isAlways(filter) ? never : { $nor: [filter] };
};

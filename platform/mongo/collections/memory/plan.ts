import { isRow, type Row } from './values.ts';

/** What a filter fixes of an index: some of its fields, from the first, and the values they may have. */
export type Plan = { readonly fields: readonly string[]; readonly values: readonly (readonly unknown[])[] };

/** So many combinations of values are looked up one by one; with more, all documents are looked at. */
const combinationsMax = 10_000;

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && !Number.isNaN(value));

/** The values a condition lets a field have; undefined when it is not a list of single ones. */
const valuesOf = (condition: unknown): readonly unknown[] | undefined => {
  if (isScalar(condition)) return [condition];
  if (!isRow(condition)) return undefined;
  if (isScalar(condition['$eq'])) return [condition['$eq']];
  const list = condition['$in'];
  return Array.isArray(list) && list.every(isScalar) ? [...new Set<unknown>(list)] : undefined;
};

const prefixOf = (fields: readonly string[], filter: Row): Plan => {
  const values: (readonly unknown[])[] = [];
  for (const field of fields) {
    const found = Object.hasOwn(filter, field) ? valuesOf(filter[field]) : undefined;
    if (found === undefined) break;
    values.push(found);
  }
  return { fields: fields.slice(0, values.length), values };
};

/** The ids a filter names; undefined when it does not. */
export const idsIn = (filter: Row): readonly unknown[] | undefined =>
  Object.hasOwn(filter, '_id') ? valuesOf(filter['_id']) : undefined;

/** True for a filter that means ids, and nothing else. */
export const isOfIds = (filter: Row): boolean =>
  Object.keys(filter).length === 1 && idsIn(filter) !== undefined;

/** The index that a filter fixes most of; undefined when it fixes none. */
export const planOf = (indexes: readonly (readonly string[])[], filter: Row): Plan | undefined => {
  const plans = indexes
    .map((fields) => prefixOf(fields, filter))
    .filter(
      ({ values }) =>
        values.length > 0 && values.reduce((count, one) => count * one.length, 1) <= combinationsMax,
    );
  return plans.toSorted((a, b) => b.fields.length - a.fields.length)[0];
};

/** All combinations of one value for each field. */
export const combinationsOf = (values: Plan['values']): readonly (readonly unknown[])[] =>
  values.reduce<readonly (readonly unknown[])[]>(
    (all, list) => all.flatMap((one) => list.map((value) => [...one, value])),
    [[]],
  );

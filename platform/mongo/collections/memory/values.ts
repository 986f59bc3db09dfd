import { mongo } from 'mongoose';

/** A document, or a part of one. */
export type Row = Readonly<Record<string, unknown>>;

/** True for an object whose fields are its content: not a list, a date or bytes. */
export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp) &&
  !(value instanceof Uint8Array) &&
  !('_bsontype' in value);

/** What no document can have as a name; the client of a server refuses it as well, before anything is written. */
const guardName = (name: string): void => {
  if (name.includes('\0')) throw new mongo.BSON.BSONError('A name of a field has a null character in it.');
};

const isKept = (value: unknown): boolean => value !== undefined && typeof value !== 'function';

/** Makes the copying of values; one that `isKnown` is there already, and nobody can change it. */
const createCopy = (isKnown: (value: object) => boolean) => {
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || isKnown(value)) return value;
    if (Array.isArray(value)) return Object.freeze(value.map((one) => (isKept(one) ? copy(one) : null)));
    if (value instanceof Date) return new Date(value);
    if (value instanceof Uint8Array) return new mongo.Binary(value);
    return isRow(value) ? copyRow(value) : value;
  };
  const copyRow = (row: Row): Row => {
    const fields: [string, unknown][] = [];
    for (const field of Object.keys(row)) {
      guardName(field);
      const value = row[field];
      if (isKept(value)) fields.push([field, copy(value)]);
    }
    // It gives the copy each field as its own, so that no name reaches a prototype.
    return Object.freeze(Object.fromEntries(fields));
  };
  return { copy, copyRow };
};

/**
 * The value as a database keeps it: a copy that nobody can change, without fields that are undefined; in a list
 * undefined becomes null. Bytes become binary values. `storedRow` is the same for a document.
 */
export const { copy: stored, copyRow: storedRow } = createCopy(() => false);

/** A document that was made of stored ones, as a database keeps it: what is frozen in it was stored before. */
export const { copyRow: adopted } = createCopy(Object.isFrozen);

/** The fields of a path such as `of.name`. */
export const fieldsOf = (path: string): readonly string[] => path.split('.');

/** True for the place of an element in a list, in a path. */
export const isIndex = (field: string): boolean => /^\d+$/.test(field);

/** Adds to `found` what stands at a path, of every element of the lists on the way; undefined where nothing does. */
const collect = (input: {
  value: unknown;
  fields: readonly string[];
  from: number;
  found: unknown[];
}): void => {
  const { value, fields, from, found } = input;
  const field = fields[from];
  if (field === undefined) {
    found.push(value);
    return;
  }
  if (Array.isArray(value)) {
    if (isIndex(field)) collect({ value: value[Number(field)], fields, from: from + 1, found });
    for (const one of value) if (isRow(one)) collect({ value: one, fields, from, found });
    return;
  }
  const next = isRow(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  if (next === undefined) found.push(undefined);
  else collect({ value: next, fields, from: from + 1, found });
};

/** What stands at a path in a document: one value, more by way of lists, or undefined where nothing does. */
export const valuesAt = (row: Row, fields: readonly string[]): readonly unknown[] => {
  const [first = ''] = fields;
  const value = Object.hasOwn(row, first) ? row[first] : undefined;
  if (fields.length === 1 || value === undefined) return [value];
  const found: unknown[] = [];
  collect({ value, fields, from: 1, found });
  return found;
};

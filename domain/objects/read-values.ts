import { suggest } from '../documents/nearest.ts';
import { type Json, type JsonObject, own } from '../json.ts';
import type { Problem } from '../problem.ts';
import type { FieldBase, Fields, FieldTypes } from './fields/field-type.ts';

/** Values by field in the form in which they are stored, or what is wrong with them. */
export type ReadValues =
  | { readonly ok: true; readonly values: JsonObject }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const placeOf = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/**
 * Reads the values of fields from JSON. Every problem is reported at once: fields nobody knows, values that do not fit, and
 * required ones that are missing. `null` and empty values are left out of what it gives.
 */
export const readValues = (input: {
  fields: Fields;
  values: JsonObject;
  path: string;
  types: FieldTypes;
  /** All fields of the object, for hints, when `fields` are only some of them. */
  known?: Fields;
}): ReadValues => {
  const { fields, values, path, types } = input;
  const problems: Problem[] = [];
  const read = new Map<string, Json>();
  for (const [key, value] of Object.entries(values).slice(0, 500)) {
    const field = own(fields, key);
    const place = placeOf(path, key);
    if (field === undefined) {
      const known = Object.keys(input.known ?? fields);
      problems.push({
        code: 'unknown-field',
        path: place,
        message: `There is no field \`${key.slice(0, 60)}\`.`,
        hint: suggest({ word: key, known, none: 'The object has no fields.' }),
        severity: 'error',
      });
      continue;
    }
    if (value === null) continue;
    const one = types.get(field.type)?.read({ field, value, path: place, types });
    if (one?.ok === true && one.value !== null) read.set(key, one.value);
    if (one?.ok === false) problems.push(...one.problems);
  }
  // In the order of the object, so that the same values are the same text.
  const ordered = Object.fromEntries(
    Object.keys(fields).flatMap((key): [string, Json][] => {
      const value = read.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const all = [...problems, ...missingFields({ fields, values: ordered, given: values, path })];
  return all.length > 0 ? { ok: false, problems: all } : { ok: true, values: ordered };
};

/** The required fields without a value; not those whose given value was refused, which is a problem of its own. */
export const missingFields = (input: {
  fields: Fields;
  values: JsonObject;
  given: JsonObject;
  path: string;
}): readonly Problem[] => {
  const { fields, values, given, path } = input;
  return Object.entries(fields).flatMap(([key, field]): Problem[] => {
    const wasRefused = own(values, key) === undefined && !isEmpty(own(given, key));
    if (!isRequired(field) || own(values, key) !== undefined || wasRefused) return [];
    return [
      {
        code: 'missing-field',
        path: placeOf(path, key),
        message: `\`${key}\` is missing.`,
        hint: field.help ?? `Give \`${key}\` a value.`,
        severity: 'error',
      },
    ];
  });
};

/** Whether no record is without it. */
export const isRequired = (field: FieldBase): boolean => field.required === true;

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

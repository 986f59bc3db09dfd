import { isJsonObject, type Json, type JsonObject, own } from '../json.ts';
import type { Field, Fields } from '../objects/fields.ts';
import type { ReadyObject } from '../objects/ready-object.ts';

/** Something a record refers to: another record, or a person; and the place of the reference. */
export type Reference =
  | { readonly to: 'record'; readonly path: string; readonly kind: string; readonly id: string }
  | { readonly to: 'person'; readonly path: string; readonly id: string };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

type At = { readonly object: ReadyObject; readonly path: string };

const ofField = (input: At & { field: Field; value: Json }): readonly Reference[] => {
  const { object, field, value, path } = input;
  if (field.type === 'reference' && typeof value === 'string')
    return [{ to: 'record', path, kind: field.to, id: value }];
  if (field.type === 'person' && typeof value === 'string') return [{ to: 'person', path, id: value }];
  const columns = object.types.get(field.type)?.columns?.(field);
  if (columns === undefined || !isList(value)) return [];
  return value.flatMap((row, index) =>
    isJsonObject(row) ? ofFields({ object, fields: columns, values: row, path: `${path}[${index}]` }) : [],
  );
};

const ofFields = (input: At & { fields: Fields; values: JsonObject }): readonly Reference[] => {
  const { object, fields, values, path } = input;
  return Object.entries(fields).flatMap(([key, field]) => {
    const value = own(values, key);
    if (value === undefined) return [];
    return ofField({ object, field, value, path: path === '' ? key : `${path}.${key}` });
  });
};

/** Everything that a record refers to, the rows of its lists included. */
export const referencesOf = (input: { object: ReadyObject; data: JsonObject }): readonly Reference[] =>
  ofFields({ object: input.object, fields: input.object.definition.fields, values: input.data, path: '' });

import { z } from 'zod';

import { isJsonObject, type Json, own } from '../../json.ts';
import { isRequired, readValues } from '../read-values.ts';
import { accepted, common, refused, typeOf, wrongKind } from './field-kit.ts';
import type { Fields, FieldType, FieldTypes, ReadValue } from './field-type.ts';

const most = 1000;
const byDefault = 200;

export type ListField = {
  type: 'list';
  name?: string | undefined;
  help?: string | undefined;
  required?: boolean | undefined;
  personal?: boolean | undefined;
  max?: number | undefined;
  fields: Fields;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Anyone who reads a row and writes it back sends what was worked out, and it is worked out again. */
const isComputed = (input: { fields: Fields; key: string; types: FieldTypes }): boolean => {
  const field = own(input.fields, input.key);
  return field !== undefined && input.types.get(field.type)?.computed === true;
};

const read = (input: { field: ListField; value: Json; path: string; types: FieldTypes }): ReadValue => {
  const { field, value, path, types } = input;
  const { max = byDefault, fields } = field;
  const hint = `Write a list of rows: \`[{ "${Object.keys(fields)[0] ?? ''}": ... }]\`.`;
  if (!isList(value)) return wrongKind({ path, value, wanted: 'a list', hint });
  if (value.length > max) {
    const message = `\`${path}\` has ${value.length} rows; ${max} are allowed.`;
    return refused({ code: 'too-much', path, message, hint: 'Split it over several records.' });
  }
  const rows = value.map((row, index): ReadValue => {
    const place = `${path}[${index}]`;
    if (!isJsonObject(row)) return wrongKind({ path: place, value: row, wanted: 'a row', hint });
    const written = Object.entries(row).filter(([key]) => !isComputed({ fields, key, types }));
    const given = readValues({ fields, values: Object.fromEntries(written), path: place, types });
    return given.ok ? accepted(given.values) : given;
  });
  const problems = rows.flatMap((row) => (row.ok ? [] : row.problems)).slice(0, 50);
  if (problems.length > 0) return { ok: false, problems };
  const kept = rows.flatMap((row) => (row.ok ? [row.value] : []));
  return accepted(kept.length === 0 ? null : kept);
};

const parsed = (text: string): Json | undefined => {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

/** A list of rows with fields of their own, such as the lines of a quote. In a cell it is JSON. */
export const list: FieldType<ListField> = {
  type: 'list',
  schema: (fieldsOf) =>
    z.strictObject({
      type: typeOf('list', 'A list of rows, such as the lines of a quote.'),
      ...common,
      max: z
        .number()
        .int()
        .min(1)
        .max(most)
        .optional()
        .describe('How many rows it may have; 200 by default.'),
      fields: fieldsOf('The columns: fields of simple types, by their keys.'),
    }),
  columns: ({ fields }) => fields,
  read,
  readText: ({ field, text, path, types }) => {
    const value = parsed(text);
    return value === undefined
      ? wrongKind({ path, value: text, wanted: 'a list', hint: 'Write the rows as JSON.' })
      : read({ field, value, path, types });
  },
  text: ({ value }) => JSON.stringify(value),
  attributes: ({ field, value, path, types }) =>
    isList(value)
      ? value.flatMap((row) =>
          Object.entries(field.fields).flatMap(([key, column]) => {
            const type = types.get(column.type);
            const cell = isJsonObject(row) ? own(row, key) : undefined;
            if (type?.indexedInRows !== true || cell === undefined || cell === null) return [];
            return type.attributes?.({ field: column, value: cell, path: `${path}.${key}`, types }) ?? [];
          }),
        )
      : [],
  paths: () => [],
  jsonSchema: ({ field: { fields, max = byDefault }, types }) => ({
    type: 'array',
    maxItems: max,
    items: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(fields).map(([key, column]) => [
          key,
          types.get(column.type)?.jsonSchema({ field: column, types }) ?? {},
        ]),
      ),
      required: Object.entries(fields).flatMap(([key, column]) => (isRequired(column) ? [key] : [])),
    },
  }),
};

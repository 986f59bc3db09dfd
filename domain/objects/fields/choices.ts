import { z } from 'zod';

import type { Json } from '../../json.ts';
import { checkChoices, choicesSchema, readChoice } from './choice.ts';
import { accepted, common, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType, ReadValue } from './field-type.ts';

const schema = z.strictObject({
  type: typeOf('choices', 'Any number of several choices.'),
  ...common,
  choices: choicesSchema,
});
export type ChoicesField = z.infer<typeof schema>;

const readAll = (input: {
  field: ChoicesField;
  values: readonly Json[];
  path: string;
  isText: boolean;
}): ReadValue => {
  const { field, values, path, isText } = input;
  const read = values
    .slice(0, field.choices.length * 2)
    .map((value, index) => readChoice({ choices: field.choices, value, path: `${path}[${index}]`, isText }));
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return { ok: false, problems };
  const chosen = new Set(read.flatMap((one) => (one.ok ? [one.value] : [])));
  // In the order of the file, so that the same choices are the same value.
  const value = field.choices.filter((choice) => chosen.has(choice));
  return accepted(value.length === 0 ? null : value);
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Any number of several choices. */
export const choices: FieldType<ChoicesField> = {
  type: 'choices',
  schema: () => schema,
  check: ({ field, path }) => checkChoices({ choices: field.choices, path }),
  read: ({ field, value, path }) =>
    isList(value)
      ? readAll({ field, values: value, path, isText: false })
      : wrongKind({
          path,
          value,
          wanted: 'a list',
          hint: `Write a list: \`["${field.choices[0] ?? ''}"]\`.`,
        }),
  readText: ({ field, text, path }) =>
    readAll({
      field,
      values: text.split(';').filter((one) => one.trim() !== ''),
      path,
      isText: true,
    }),
  text: ({ value }) => (isList(value) ? value.join('; ') : ''),
  attributes: ({ value, path }) =>
    isList(value) ? value.flatMap((one) => (typeof one === 'string' ? [{ path, value: one }] : [])) : [],
  jsonSchema: ({ field }) => ({
    type: 'array',
    items: { type: 'string', enum: [...field.choices] },
    uniqueItems: true,
  }),
};

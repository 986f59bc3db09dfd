import { z } from 'zod';

import type { Json } from '../../json.ts';
import { nearest, quoteList } from '../../documents/nearest.ts';
import type { Problem } from '../../problem.ts';
import { accepted, common, flags, refused, typeOf } from './field-kit.ts';
import type { FieldType, ReadValue } from './field-type.ts';

/** The choices of a field; a text of several is separated by `;`. */
export const choicesSchema = z
  .array(
    z
      .string()
      .min(1)
      .max(100)
      .refine(
        (choice) => choice === choice.trim() && !/[;\p{Cc}]/u.test(choice),
        'must be without `;` and blanks at its ends',
      )
      .describe('A choice, as people read it.'),
  )
  .min(1)
  .max(200)
  .describe('What can be chosen.');

const schema = z.strictObject({
  type: typeOf('choice', 'One of several choices.'),
  ...common,
  sortable: flags.sortable,
  choices: choicesSchema,
});
export type ChoiceField = z.infer<typeof schema>;

/** What is wrong with a list of choices: one that stands there twice, letter case aside. */
export const checkChoices = (input: { choices: readonly string[]; path: string }): readonly Problem[] => {
  const plain = input.choices.map((choice) => choice.toLowerCase());
  return plain.flatMap((choice, index): Problem[] =>
    plain.indexOf(choice) === index
      ? []
      : [
          {
            code: 'duplicate-choice',
            path: `${input.path}.choices[${index}]`,
            message: `The choice \`${input.choices[index] ?? choice}\` stands there twice.`,
            hint: 'Keep one of the two.',
            severity: 'error',
          },
        ],
  );
};

/** One choice as it is written in the file; `isText` lets letter case aside. */
export const readChoice = (input: {
  choices: readonly string[];
  value: Json;
  path: string;
  isText: boolean;
}): ReadValue => {
  const { choices, value, path, isText } = input;
  const text = typeof value === 'string' ? value.trim() : undefined;
  const found = choices.find(
    (choice) => choice === text || (isText && choice.toLowerCase() === text?.toLowerCase()),
  );
  if (found !== undefined) return accepted(found);
  const near = text === undefined ? undefined : nearest({ word: text, known: choices });
  return refused({
    code: 'unknown-choice',
    path,
    message: `\`${path}\` cannot be ${JSON.stringify(value).slice(0, 60)}.`,
    hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Write one of ${quoteList(choices)}.`,
  });
};

/** One of several choices. */
export const choice: FieldType<ChoiceField> = {
  type: 'choice',
  schema: () => schema,
  inRows: true,
  check: ({ field, path }) => checkChoices({ choices: field.choices, path }),
  read: ({ field, value, path }) => readChoice({ choices: field.choices, value, path, isText: false }),
  readText: ({ field, text, path }) =>
    readChoice({ choices: field.choices, value: text, path, isText: true }),
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'string' ? [{ path, value }] : []),
  sortKey: ({ field, value }) => {
    const place = field.choices.findIndex((one) => one === value);
    return place < 0 ? undefined : place;
  },
  jsonSchema: ({ field: { choices } }) => ({ type: 'string', enum: [...choices] }),
};

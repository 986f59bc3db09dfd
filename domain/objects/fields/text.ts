import { z } from 'zod';

import type { Json } from '../../json.ts';
import { normaliseEmail } from '../../messages/mail-address.ts';
import { normalisePhone } from '../../messages/phone.ts';
import { compilePattern } from '../../rules/decide/text-match.ts';
import { accepted, common, flags, refused, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType, ReadValue } from './field-type.ts';

/** The most characters a text can have, and those it may have by default. */
const most = 20_000;
const byDefault = 1000;
/** Longer texts are not in the index of attributes: they are searched, not compared. */
const indexed = 200;

const schema = z.strictObject({
  type: typeOf('text', 'A text.'),
  ...common,
  unique: flags.unique,
  searchable: flags.searchable,
  sortable: flags.sortable,
  max: z
    .number()
    .int()
    .min(1)
    .max(most)
    .optional()
    .describe('How many characters it may have; 1000 by default.'),
  multiline: z.boolean().optional().describe('True: it may have line breaks.'),
  format: z
    .enum(['email', 'phone'])
    .optional()
    .describe(
      'It is an e-mail address, kept in lower case, or a phone number, kept without blanks and punctuation.',
    ),
  pattern: z
    .string()
    .min(1)
    .max(500)
    .refine((pattern) => compilePattern(pattern) !== undefined, 'must be an RE2 pattern, without look-around')
    .optional()
    .describe('An RE2 pattern that is found in it; `^` and `$` stand for its ends.'),
});
export type TextField = z.infer<typeof schema>;

const isRefusedCharacter = /[\p{Cc}\p{Cs}]/u;

const stored = (text: string): string => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();

/** The formats a text can have: how it is kept, undefined for what is none, and what is said of that. */
const formats = {
  email: { kept: normaliseEmail, what: 'an e-mail address', hint: 'Write it as in `ana@example.com`.' },
  phone: {
    kept: normalisePhone,
    what: 'a phone number',
    hint: 'Write it with its country, as in `+34 600 000 002`.',
  },
} as const;

const inFormat = (input: { field: TextField; text: string; path: string }): ReadValue => {
  const { field, text, path } = input;
  if (field.format === undefined) return accepted(text);
  const { kept, what, hint } = formats[field.format];
  const value = kept(text);
  if (value !== undefined) return accepted(value);
  return refused({
    code: 'bad-format',
    path,
    message: `\`${path}\` is not ${what}.`,
    hint: field.help ?? hint,
  });
};

const read = (input: { field: TextField; value: Json; path: string }): ReadValue => {
  const { field, value, path } = input;
  const { max = byDefault, pattern, multiline = false } = field;
  const hint = field.help ?? `Write a text of up to ${max} characters.`;
  if (typeof value !== 'string') return wrongKind({ path, value, wanted: 'a text', hint });
  if (value.length > most) {
    const message = `\`${path}\` has ${value.length} characters; ${max} are allowed.`;
    return refused({ code: 'too-much', path, message, hint: 'Shorten it.' });
  }
  const text = stored(value);
  if (text === '') return accepted(null);
  if (text.length > max) {
    const message = `\`${path}\` has ${text.length} characters; ${max} are allowed.`;
    return refused({ code: 'too-much', path, message, hint: 'Shorten it.' });
  }
  if (!multiline && text.includes('\n')) {
    const message = `\`${path}\` has a line break.`;
    return refused({ code: 'bad-format', path, message, hint: 'Write it in one line.' });
  }
  if (isRefusedCharacter.test(text.replaceAll(/[\n\t]/g, ''))) {
    const message = `\`${path}\` has a control character, or half of a character.`;
    return refused({ code: 'bad-format', path, message, hint: 'Remove it.' });
  }
  if (pattern !== undefined && compilePattern(pattern)?.(text) !== true) {
    const message = `\`${path}\` does not have the form of this field.`;
    return refused({
      code: 'bad-format',
      path,
      message,
      hint: field.help ?? `It must match \`${pattern}\`.`,
    });
  }
  return inFormat({ field, text, path });
};

/** A text. */
export const text: FieldType<TextField> = {
  type: 'text',
  schema: () => schema,
  inRows: true,
  freeText: true,
  read,
  readText: ({ field, text: value, path }) => read({ field, value, path }),
  text: ({ value }) => String(value),
  attributes: ({ value, path }) =>
    typeof value === 'string' && value.length <= indexed ? [{ path, value }] : [],
  sortKey: ({ value }) => (typeof value === 'string' ? value.toLowerCase().slice(0, indexed) : undefined),
  jsonSchema: ({ field: { max = byDefault, pattern, format } }) => ({
    type: 'string',
    maxLength: max,
    ...(pattern === undefined ? {} : { pattern }),
    ...(format === 'email' ? { format } : {}),
  }),
};

import { z } from 'zod';

import type { Json } from '../../json.ts';
import { readAmount } from '../../money.ts';
import type { Problem } from '../../problem.ts';
import { accepted, common, flags, refused, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType, ReadValue } from './field-type.ts';

const most = 1_000_000_000_000_000;

const bound = z.number().min(-most).max(most);

const schema = z.strictObject({
  type: typeOf('number', 'A number.'),
  ...common,
  unique: flags.unique,
  sortable: flags.sortable,
  min: bound.optional().describe('The least it may be.'),
  max: bound.optional().describe('The most it may be.'),
  integer: z.boolean().optional().describe('True: whole numbers only.'),
});
export type NumberField = z.infer<typeof schema>;

const hintFor = ({ help, min, max, integer }: NumberField): string => {
  if (help !== undefined) return help;
  const ends = [
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`up to ${max}`]),
  ].join(' ');
  return `Write a ${integer === true ? 'whole number' : 'number'}${ends === '' ? '' : ` ${ends}`}.`;
};

const read = (input: { field: NumberField; value: Json; path: string }): ReadValue => {
  const { field, value, path } = input;
  const hint = hintFor(field);
  if (typeof value !== 'number' || !Number.isFinite(value))
    return wrongKind({ path, value, wanted: 'a number', hint });
  const { min = -most, max = most, integer = false } = field;
  if (value < min || value > max) {
    const message = `\`${path}\` may be ${value < min ? `at least ${min}` : `at most ${max}`}; it is ${value}.`;
    return refused({ code: value < min ? 'too-little' : 'too-much', path, message, hint });
  }
  if (integer && !Number.isInteger(value)) {
    const message = `\`${path}\` must be a whole number, not ${value}.`;
    return refused({ code: 'bad-value', path, message, hint });
  }
  // -0 is written as 0, so it is stored as 0.
  return accepted(value === 0 ? 0 : value);
};

const asNumber = (text: string): number | undefined => {
  const plain = text.trim();
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  return /\p{L}|\p{Sc}/u.test(plain) ? undefined : readAmount(plain);
};

/** A number. */
export const number: FieldType<NumberField> = {
  type: 'number',
  schema: () => schema,
  inRows: true,
  check: ({ field: { min, max }, path }): readonly Problem[] => {
    if (min === undefined || max === undefined || min <= max) return [];
    const message = `\`min\` is ${min}, which is above \`max\`, ${max}.`;
    return [{ code: 'bad-range', path: `${path}.min`, message, hint: 'Swap them.', severity: 'error' }];
  },
  read,
  readText: ({ field, text, path }) => {
    const value = asNumber(text);
    return value === undefined
      ? wrongKind({ path, value: text, wanted: 'a number', hint: hintFor(field) })
      : read({ field, value, path });
  },
  text: ({ value }) => String(value),
  attributes: ({ value, path }) => (typeof value === 'number' ? [{ path, value }] : []),
  sortKey: ({ value }) => (typeof value === 'number' ? value : undefined),
  jsonSchema: ({ field: { min, max, integer } }) => ({
    type: integer === true ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }),
};

import { z } from 'zod';

import { isJsonObject, type Json } from '../../json.ts';
import { fromMinor, minorDigits, readAmount, toMinor } from '../../money.ts';
import { accepted, common, flags, refused, typeOf, wrongKind } from './field-kit.ts';
import type { FieldType, ReadValue } from './field-type.ts';

/** An amount in minor units (cents) with its currency (ISO 4217). */
export type Money = { readonly minor: number; readonly currency: string };

const most = 1_000_000_000_000;
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`');

const schema = z.strictObject({
  type: typeOf('money', 'An amount with its currency: `{ "minor": 4990, "currency": "EUR" }` is 49.90 €.'),
  ...common,
  sortable: flags.sortable,
  negative: z.boolean().optional().describe('True: it may be below zero.'),
  currencies: z
    .array(currency.describe('A currency.'))
    .min(1)
    .max(50)
    .optional()
    .describe('The currencies it may have; any by default.'),
});
export type MoneyField = z.infer<typeof schema>;

const hint = 'Write minor units and a currency: `{ "minor": 4990, "currency": "EUR" }` is 49.90 €.';

/** The amount of a stored value; undefined when it is none. */
export const moneyOf = (value: Json | undefined): Money | undefined => {
  if (!isJsonObject(value)) return undefined;
  const { minor, currency: code } = value;
  return typeof minor === 'number' && typeof code === 'string' ? { minor, currency: code } : undefined;
};

const read = (input: { field: MoneyField; value: Json; path: string }): ReadValue => {
  const { field, value, path } = input;
  const money = moneyOf(value);
  if (money === undefined || !isJsonObject(value) || Object.keys(value).length !== 2)
    return wrongKind({ path, value, wanted: 'an amount', hint });
  const { minor, currency: code } = money;
  if (!currency.safeParse(code).success) {
    const message = `\`${path}.currency\` is no currency of ISO 4217.`;
    return refused({ code: 'bad-value', path: `${path}.currency`, message, hint });
  }
  if (field.currencies !== undefined && !field.currencies.includes(code)) {
    const message = `\`${path}\` cannot be in ${code}.`;
    const one = `Use one of ${field.currencies.join(', ')}.`;
    return refused({ code: 'bad-value', path: `${path}.currency`, message, hint: one });
  }
  if (!Number.isInteger(minor) || Math.abs(minor) > most * 10 ** minorDigits(code)) {
    const message = `\`${path}.minor\` must be a whole number of minor units, up to 10^12 ${code}.`;
    return refused({ code: 'bad-value', path: `${path}.minor`, message, hint });
  }
  if (minor < 0 && field.negative !== true) {
    const message = `\`${path}\` cannot be below zero.`;
    return refused({
      code: 'too-little',
      path: `${path}.minor`,
      message,
      hint: 'Write an amount of zero or more.',
    });
  }
  return accepted({ minor: minor === 0 ? 0 : minor, currency: code });
};

const signs: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
]);

/** The amount and the currency of a text; the currency in it, else the one given. */
const parts = (input: { text: string; currency: string }): Money | undefined => {
  const text = input.text.trim();
  const found = /^(\p{Sc}|[A-Za-z]{3}\b)|(\p{Sc}|\b[A-Za-z]{3}|(?<=\d)[A-Za-z]{3})$/u.exec(text)?.[0];
  const named = found === undefined ? input.currency : (signs.get(found) ?? found.toUpperCase());
  const code = named === '$' && input.currency.endsWith('D') ? input.currency : named;
  if (!currency.safeParse(code).success) return undefined;
  const minor = toMinor({ amount: text, currency: code });
  // More decimals than the currency has would be lost.
  return minor === undefined || fromMinor({ minor, currency: code }) !== readAmount(text)
    ? undefined
    : { minor, currency: code };
};

/** An amount with its currency. */
export const money: FieldType<MoneyField> = {
  type: 'money',
  schema: () => schema,
  inRows: true,
  read,
  readText: ({ field, text, path, setting }) => {
    const value = parts({ text, currency: field.currencies?.[0] ?? setting.currency });
    return value === undefined
      ? wrongKind({ path, value: text, wanted: 'an amount', hint: 'Write it as `49.90 EUR`.' })
      : read({ field, value, path });
  },
  text: ({ value }) => {
    const amount = moneyOf(value);
    return amount === undefined
      ? ''
      : `${fromMinor(amount).toFixed(minorDigits(amount.currency))} ${amount.currency}`;
  },
  attributes: ({ value, path }) => {
    const amount = moneyOf(value);
    if (amount === undefined) return [];
    return [
      { path: `${path}.minor`, value: amount.minor },
      { path: `${path}.currency`, value: amount.currency },
    ];
  },
  sortKey: ({ value }) => moneyOf(value)?.minor,
  paths: () => ['.minor', '.currency'],
  jsonSchema: ({ field: { negative } }) => ({
    type: 'object',
    required: ['minor', 'currency'],
    properties: {
      minor: { type: 'integer', ...(negative === true ? {} : { minimum: 0 }) },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    additionalProperties: false,
  }),
};

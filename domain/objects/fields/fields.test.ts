import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '../../json.ts';
import { type Field, fieldTypes, typeOfField } from '../fields.ts';

const types = fieldTypes;
const setting = { currency: 'EUR', zone: 'Europe/Madrid' };
const path = 'value';

const read = (field: Field, value: Json) => typeOfField(field).read({ field, value, path, types });
const readText = (field: Field, text: string) =>
  typeOfField(field).readText({ field, text, path, setting, types });
const codes = (result: ReturnType<typeof read>): readonly string[] =>
  result.ok ? [] : result.problems.map(({ code }) => code);

const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');
const choices = ['web', 'Fair', 'key account'];
const days = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** A field of each type, and values it takes. */
const cases: readonly { readonly field: Field; readonly values: fc.Arbitrary<Json> }[] = [
  { field: { type: 'text', multiline: true }, values: fc.string({ maxLength: 50, unit: 'grapheme' }) },
  { field: { type: 'number' }, values: fc.double({ noNaN: true, min: -1e15, max: 1e15 }) },
  { field: { type: 'number', integer: true }, values: fc.integer() },
  {
    field: { type: 'money', negative: true },
    values: fc.record({
      minor: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
      currency: currencies,
    }),
  },
  { field: { type: 'date' }, values: days.map((text) => text.slice(0, 10)) },
  { field: { type: 'instant' }, values: days },
  { field: { type: 'yes-no' }, values: fc.boolean() },
  { field: { type: 'choice', choices }, values: fc.constantFrom(...choices) },
  { field: { type: 'choices', choices }, values: fc.subarray(choices) },
  { field: { type: 'reference', to: 'deal' }, values: fc.uuid() },
  { field: { type: 'person' }, values: fc.uuid() },
  {
    field: {
      type: 'list',
      fields: { name: { type: 'text' }, price: { type: 'money' }, count: { type: 'number' } },
    },
    values: fc.array(
      fc.record(
        {
          name: fc.string({ maxLength: 10, unit: 'grapheme-ascii' }),
          price: fc.record({ minor: fc.nat(), currency: currencies }),
          count: fc.integer(),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
  },
];

describe.each(cases)('a field of the type $field.type', ({ field, values }) => {
  const type = typeOfField(field);

  it('reads what it accepted again as the same, from JSON and from its text', () => {
    fc.assert(
      fc.property(values, (given) => {
        const first = read(field, given);
        if (!first.ok || first.value === null) return;
        expect(read(field, first.value)).toEqual(first);
        expect(readText(field, type.text({ field, value: first.value }))).toEqual(first);
      }),
      { numRuns: 200 },
    );
  });

  it('accepts its values', () => {
    const [sample] = fc.sample(values, { numRuns: 1, seed: 7 });
    expect(codes(read(field, sample ?? null))).toEqual([]);
  });

  it('gives a value of its form or a problem with place and hint for anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 60 }), (value, text) => {
        const given: Json = JSON.parse(JSON.stringify(value));
        for (const one of [given === null ? undefined : read(field, given), readText(field, text)]) {
          if (one === undefined) continue;
          if (one.ok) {
            if (one.value !== null) expect(read(field, one.value)).toEqual(one);
            continue;
          }
          expect(one.problems.length).toBeGreaterThan(0);
          for (const problem of one.problems) {
            expect(problem.path.startsWith(path)).toBe(true);
            expect(problem.message).not.toBe('');
            expect(problem.hint).not.toBe('');
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has entries in the index of attributes that begin with its key', () => {
    fc.assert(
      fc.property(values, (given) => {
        const one = read(field, given);
        if (!one.ok || one.value === null) return;
        for (const entry of type.attributes?.({ field, value: one.value, path: 'amount', types }) ?? [])
          expect(entry.path.split('.')[0]).toBe('amount');
      }),
      { numRuns: 50 },
    );
  });
});

describe('a text', () => {
  it('has a bound, a pattern and one line', () => {
    expect(codes(read({ type: 'text', max: 3 }, 'abcd'))).toEqual(['too-much']);
    expect(codes(read({ type: 'text', pattern: '^[A-Z]{2}$' }, 'es'))).toEqual(['bad-format']);
    expect(codes(read({ type: 'text' }, 'a\nb'))).toEqual(['bad-format']);
    expect(codes(read({ type: 'text' }, 'a\u0000b'))).toEqual(['bad-format']);
    expect(read({ type: 'text' }, '   ')).toEqual({ ok: true, value: null });
  });
});

describe('an amount', () => {
  const money: Field = { type: 'money' };

  it.each([
    ['49.90 EUR', 4990, 'EUR'],
    ['49,9', 4990, 'EUR'],
    ['€ 1.234,50', 123_450, 'EUR'],
    ['£5', 500, 'GBP'],
    ['JPY 1500', 1500, 'JPY'],
    ['1.005 KWD', 1005, 'KWD'],
  ])('is read from %s', (text, minor, currency) => {
    expect(readText(money, text)).toEqual({ ok: true, value: { minor, currency } });
  });

  it.each(['1.005 EUR', '12 apples', '1e400', 'EUR', '-3 EUR'])('is not read from %s', (text) => {
    expect(readText(money, text).ok).toBe(false);
  });

  it('is in a currency of the field, whole and not negative', () => {
    const only: Field = { type: 'money', currencies: ['EUR'] };
    expect(codes(read(only, { minor: 5, currency: 'USD' }))).toEqual(['bad-value']);
    expect(codes(read(money, { minor: 0.5, currency: 'EUR' }))).toEqual(['bad-value']);
    expect(codes(read(money, { minor: -5, currency: 'EUR' }))).toEqual(['too-little']);
    expect(codes(read(money, { minor: 5, currency: 'EUR', note: 'x' }))).toEqual(['wrong-type']);
  });
});

describe('a choice', () => {
  it('is refused with the nearest one, and read from a cell in any case', () => {
    const field: Field = { type: 'choice', choices };
    expect(read(field, 'wbe')).toMatchObject({ problems: [{ hint: expect.stringContaining('`web`') }] });
    expect(codes(read(field, 'fair'))).toEqual(['unknown-choice']);
    expect(readText(field, 'fair ')).toEqual({ ok: true, value: 'Fair' });
  });
});

describe('a time', () => {
  it('needs an offset in JSON, and is read in the zone of the tenant from a cell', () => {
    expect(codes(read({ type: 'instant' }, '2026-06-01T10:00'))).toEqual(['wrong-type']);
    expect(readText({ type: 'instant' }, '2026-06-01 10:00')).toEqual({
      ok: true,
      value: '2026-06-01T08:00:00.000Z',
    });
  });
});

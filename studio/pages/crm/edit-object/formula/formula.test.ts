import { describe, expect, it } from 'vitest';

import { objectSchema } from '../../../../../domain/objects/definition.ts';
import { formula } from '../../../../../domain/objects/fields/formula.ts';
import { formulaKinds, formulaWays, kindsOf, wayOf, withKind, withWay } from './formula.ts';

/** Conditions begin empty, and somebody fills them in. */
const when = { all: [{ fact: 'record', path: '$.number', operator: 'equal', value: 'x' }] };
const filled = (rows: unknown) =>
  Array.isArray(rows) ? rows.map((row: unknown) => ({ ...Object(row), when })) : undefined;

const problemsOf = (begun: Readonly<Record<string, unknown>>) => {
  const field = { ...begun, cases: filled(begun['cases']), points: filled(begun['points']) };
  const read = objectSchema.safeParse({
    key: 'rental',
    name: 'Rental',
    title: 'number',
    fields: { number: { type: 'text' }, worth: field },
  });
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  const worth = read.data.fields['worth'];
  return worth?.type === 'formula' ? formula.check?.({ field: worth, path: 'worth' }) : ['no formula'];
};

describe('the form of a formula', () => {
  const begun = { type: 'formula', name: 'Worth', gives: 'text', otherwise: 'small' };

  it.each(formulaWays)('writes a formula that the engine takes when it is worked out by %s', (way) => {
    const field = withWay({ field: begun, way, currency: 'EUR', operands: ['days'] });
    expect(problemsOf(field)).toEqual([]);
    expect(field).toMatchObject({ name: 'Worth' });
    expect(wayOf(field)).toBe(way);
  });

  it('gives what its way can give, and begins the values of cases again', () => {
    const cases = withWay({ field: begun, way: 'cases', currency: 'EUR', operands: [] });
    for (const gives of formulaKinds)
      expect(problemsOf(withKind({ field: { ...cases, otherwise: 'x' }, gives, currency: 'EUR' }))).toEqual(
        [],
      );
    for (const way of formulaWays)
      for (const gives of kindsOf(way)) {
        const field = withWay({ field: { ...begun, gives }, way, currency: 'EUR', operands: ['days'] });
        expect(field).toMatchObject({ gives });
      }
  });
});

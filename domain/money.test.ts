import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { fromMinor, minorDigits, readAmount, toMinor } from './money.ts';

const currencies = fc.constantFrom('EUR', 'usd', 'JPY', 'KWD', 'clp', 'BHD');

describe('money', () => {
  test('knows currencies without cents and with mills', () => {
    expect(['EUR', 'jpy', 'KWD', 'XXX'].map(minorDigits)).toEqual([2, 0, 3, 2]);
  });

  test('reads numbers and texts, exactly', () => {
    expect(toMinor({ amount: 1.005, currency: 'EUR' })).toBe(101);
    expect(toMinor({ amount: 0.29, currency: 'EUR' })).toBe(29);
    expect(toMinor({ amount: '12.30', currency: 'EUR' })).toBe(1230);
    expect(toMinor({ amount: ' 1200 ', currency: 'JPY' })).toBe(1200);
    expect(toMinor({ amount: '1.2345', currency: 'KWD' })).toBe(1235);
    expect(toMinor({ amount: 1e-7, currency: 'EUR' })).toBe(0);
    expect(toMinor({ amount: -3.5, currency: 'EUR' })).toBe(-350);
  });

  test.each([
    ['49,90', 49.9],
    ['1,5', 1.5],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['12 EUR', 12],
    ['EUR 12.5', 12.5],
    ['€49.90', 49.9],
    ['49,90\u00a0€', 49.9],
    ["1'234.50", 1234.5],
    ['1 234,50', 1234.5],
    ['-3,50', -3.5],
    ['17.990000000000002', 17.990_000_000_000_002],
  ])('reads %s as people write it', (amount, expected) => {
    expect(readAmount(amount)).toBe(expected);
  });

  test('refuses what is no amount', () => {
    for (const amount of [
      '',
      '1,234',
      '1,2,3',
      '1.2.3',
      '12 EURO',
      'free',
      '12 13',
      '0x10',
      'Infinity',
      Number.NaN,
      1e13,
      null,
      {},
      true,
      '--1',
    ]) {
      expect(toMinor({ amount, currency: 'EUR' })).toBeUndefined();
    }
  });

  test('minor units become decimals and back without loss, as number and as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), currencies, (minor, currency) => {
        const amount = fromMinor({ minor, currency });
        expect(toMinor({ amount, currency })).toBe(minor + 0);
        const text = amount.toFixed(minorDigits(currency));
        expect(toMinor({ amount: text, currency })).toBe(minor + 0);
      }),
      { numRuns: 2000 },
    );
  });
});

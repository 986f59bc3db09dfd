import { describe, expect, it } from 'vitest';

import { taxesOf } from './taxes.ts';

const line = (minor: number, percent?: number, currency = 'EUR') => ({
  net: { minor, currency },
  ...(percent === undefined ? {} : { percent }),
});
const of = (...lines: readonly ReturnType<typeof line>[]) =>
  taxesOf({ lines, net: 'net', percent: 'percent' });

describe('the taxes of a quote', () => {
  it('are those of the base example of Peppol BIS Billing 3.0: 25 % of 1,325.00 is 331.25', () => {
    expect(of(line(280_000, 25), line(-150_000, 25), line(2_500, 25))).toEqual({
      currency: 'EUR',
      taxes: [{ percent: 25, net: 132_500, tax: 33_125 }],
    });
  });

  it('are rounded once for each rate, not line by line', () => {
    // Line by line it would be 3 times 3.3 cents, rounded to 9.
    expect(of(line(33, 10), line(33, 10), line(33, 10))?.taxes).toEqual([{ percent: 10, net: 99, tax: 10 }]);
  });

  it('are told rate by rate, the lowest first; lines without a rate bear none', () => {
    expect(of(line(10_000, 21), line(5000, 4), line(700), line(50, 21))?.taxes).toEqual([
      { percent: 4, net: 5000, tax: 200 },
      { percent: 21, net: 10_050, tax: 2111 },
    ]);
    expect(of(line(700))?.taxes).toEqual([]);
  });

  it('are none for amounts in two currencies, and for no amounts', () => {
    expect(of(line(100, 21), line(100, 21, 'USD'))).toBeUndefined();
    expect(of()).toBeUndefined();
    expect(taxesOf({ lines: undefined, net: 'net', percent: 'percent' })).toBeUndefined();
  });
});

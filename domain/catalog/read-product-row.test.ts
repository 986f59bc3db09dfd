import { describe, expect, it } from 'vitest';

import { readProductRow } from './read-product-row.ts';

const now = Date.parse('2027-03-05T12:00:00Z');
const read = (cells: Readonly<Record<string, string>>) => {
  const row = {
    line: 2,
    cells: new Map(Object.entries(cells).map(([to, text]): [string, { text: string }] => [to, { text }])),
  };
  const made = readProductRow({ row, setting: { currency: 'EUR', zone: 'Europe/Madrid' }, now });
  return made.ok ? made.change : made.problems;
};

describe('a product of a file', () => {
  const sold = { id: '7', title: 'Pot', price: '20.00 EUR', salePrice: '15.00 EUR' };
  it.each([
    ['2027-03-01T09:00+0100/2027-03-08T09:00+0100', 1500],
    ['2027-03-06T09:00+0100/2027-03-08T09:00+0100', 2000],
    ['2027-02-01T09:00Z/2027-03-05T12:00Z', 2000],
    ['', 1500],
  ])('costs its sale price only while the sale is on: %s', (salePriceEffectiveDate, minor) => {
    expect(read({ ...sold, salePriceEffectiveDate })).toMatchObject({ price: { minor, currency: 'EUR' } });
  });

  it('keeps the beginning of a long description', () => {
    const made = read({ ...sold, 'attributes.description': 'x'.repeat(5000) });
    expect(made).toMatchObject({ details: { attributes: { description: 'x'.repeat(500) } } });
  });
});

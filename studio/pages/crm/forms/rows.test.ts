import { expect, it } from 'vitest';

import type { Definition, Field } from '../definition.ts';
import { withReferred, writtenOf } from './rows.ts';

const field = (type: string, more: Partial<Field> = {}): Field => ({
  type,
  required: false,
  multiline: false,
  sortable: false,
  choices: [],
  fields: {},
  ...more,
});
const columns = {
  product: field('reference'),
  description: field('text'),
  quantity: field('number'),
  price: field('money'),
  net: field('formula'),
};
const quote: Definition = {
  key: 'quote',
  name: 'Quote',
  title: 'number',
  fields: { number: field('text'), lines: field('list', { fields: columns }), total: field('formula') },
  views: {},
};
const euro = (minor: number) => ({ minor, currency: 'EUR' });

it('what is worked out is not sent back, in rows neither', () => {
  const values = { number: 'Q-1', total: euro(5), lines: [{ quantity: 1, net: euro(5), price: undefined }] };
  expect(writtenOf(quote, values)).toEqual({ number: 'Q-1', lines: [{ quantity: 1 }] });
});

it('a line takes the name and the price of its product, and keeps what somebody wrote', () => {
  const record = { title: 'Tiles', data: { description: 'Long story', price: euro(900), net: euro(1) } };
  const row = { product: 'p1', quantity: 3 };
  expect(withReferred({ columns, row, record })).toEqual({
    product: 'p1',
    quantity: 3,
    description: 'Tiles',
    price: euro(900),
  });
  const priced = { ...row, price: euro(800) };
  expect(withReferred({ columns, row: priced, record })).toMatchObject({ price: euro(800) });
});

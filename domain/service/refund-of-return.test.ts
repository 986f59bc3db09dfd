import { expect, it } from 'vitest';

import { refundOfReturn } from './refund-of-return.ts';

const euro = (minor: number) => ({ minor, currency: 'EUR' });
const data = {
  number: 'R-1',
  order: '1001',
  lines: [
    { product: 'CUP', quantity: 2, amount: euro(1900) },
    { product: 'POT', quantity: 1 },
  ],
  refunded: euro(1900),
};

it('a refunded return says the sum, in the units of its currency, and what came back', () => {
  const refund = refundOfReturn({ id: 'r1', stage: 'refunded', data });
  expect(refund).toEqual({
    order_id: '1001',
    refund_id: 'return:r1',
    return: 'r1',
    total: 19,
    currency: 'EUR',
    products: [
      { product_id: 'CUP', quantity: 2 },
      { product_id: 'POT', quantity: 1 },
    ],
  });
  const yen = { ...data, lines: [], refunded: { minor: 1900, currency: 'JPY' } };
  expect(refundOfReturn({ id: 'r1', stage: 'refunded', data: yen })).toMatchObject({ total: 1900 });
});

it('a refund that the shop knows has the id of the shop', () => {
  const known = { ...data, refundId: '778' };
  expect(refundOfReturn({ id: 'r1', stage: 'refunded', data: known })).toMatchObject({ refund_id: '778' });
});

it.each([
  ['is in another stage', { stage: 'replaced', data }],
  ['has no stage', { data }],
  ['names no order', { stage: 'refunded', data: { ...data, order: '' } }],
  ['names no sum', { stage: 'refunded', data: { number: 'R-1', order: '1001' } }],
])('there is no refund of a return that %s', (_what, record) => {
  expect(refundOfReturn({ id: 'r1', ...record })).toBeUndefined();
});

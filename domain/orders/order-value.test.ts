import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../events/event.ts';
import type { JsonObject } from '../json.ts';
import { dawn, eventOf, twoOrders } from '../profiles/profiles-for-tests.ts';
import { computeFromOrders } from './compute-from-orders.ts';
import { orderChange } from './order-change.ts';
import type { CatalogProduct } from './order-lines.ts';
import { mergeOrder, type Order } from './orders.ts';

const day = 86_400_000;
const catalog: readonly CatalogProduct[] = [
  { product_id: 'tent', sku: 'T-1', category: 'camping', currency: 'EUR', cost: 40 },
  { product_id: 'mug', category: 'kitchen', currency: 'EUR', cost: 2.5 },
  { product_id: 'lamp', category: 'light', currency: 'USD', cost: 9 },
];

const about = (name: string, properties: JsonObject, at = 0): AcceptedEvent =>
  eventOf({
    name,
    properties,
    messageId: `${name}-${JSON.stringify(properties)}`,
    timestamp: dawn + at,
  });
const placed = (order_id: string, revenue: number, more: JsonObject = {}, at = 0): AcceptedEvent =>
  about('Order Completed', { order_id, revenue, currency: 'EUR', ...more }, at);

const computedAfter = (events: readonly AcceptedEvent[]) => {
  const orders = new Map<string, Order>();
  for (const event of events) {
    const change = orderChange({ event, currency: 'EUR', catalog });
    if (change !== undefined) orders.set(change.orderId, mergeOrder(orders.get(change.orderId), change));
  }
  return computeFromOrders({ orders: [...orders.values()], currency: 'EUR' });
};

describe('what a customer is worth', () => {
  test('margin is revenue less what the goods cost, profit less shipping and service as well', () => {
    const products = [
      { sku: 'T-1', price: 80 },
      { product_id: 'mug', price: 10, quantity: 2 },
    ];
    const money = { discount: 10, shipping: 5, shipping_cost: 7.5, service_cost: 4 };
    expect(computedAfter([placed('o1', 90, { products, ...money })]).value).toEqual({
      discounts: 10,
      shipping: 5,
      costedOrders: 1,
      cost: 45,
      margin: 45,
      profit: 38.5,
      profitability: 0.4278,
      money: {
        currency: 'EUR',
        discounts: 1000,
        shipping: 500,
        costedRevenue: 9000,
        cost: 4500,
        margin: 4500,
        profit: 3850,
      },
    });
  });

  test('what the event says of a cost counts before the catalogue', () => {
    const products = [{ product_id: 'mug', price: 10, cost: '3,00' }];
    expect(computedAfter([placed('o1', 10, { products })]).value).toMatchObject({ cost: 3, margin: 7 });
  });

  test('an order of which one cost is not known, also in another currency, says nothing of margin', () => {
    const mug = placed('o1', 10, { products: [{ product_id: 'mug', price: 10 }] });
    const more = [{ product_id: 'mug' }, { product_id: 'lamp', price: 30 }];
    const { value } = computedAfter([mug, placed('o2', 40, { products: more }), placed('o3', 5)]);
    expect(value).toMatchObject({ costedOrders: 1, margin: 7.5, money: { costedRevenue: 1000 } });
  });

  test('what came back costs nothing, and an order that was refunded whole brings nothing', () => {
    const mugs = placed('o1', 20, { products: [{ product_id: 'mug', price: 10, quantity: 2 }] });
    const one = { order_id: 'o1', refund_id: 'r1', revenue: 10, products: [{ product_id: 'mug' }] };
    expect(computedAfter([mugs, about('Order Refunded', one)]).value).toMatchObject({
      cost: 2.5,
      margin: 7.5,
    });
    expect(computedAfter([mugs, about('Order Refunded', { order_id: 'o1' })]).value).toMatchObject({
      cost: 0,
      margin: 0,
    });
  });
});

describe('how a customer buys', () => {
  test('days between orders have a mean and a median; what is ordered within a day is one purchase', () => {
    const at = [0, 2 * day, 2 * day + 3_600_000, 12 * day];
    const events = at.map((time, n) => placed(`o${n}`, 10, {}, time));
    expect(computedAfter(events)).toMatchObject({
      purchases: 3,
      daysBetweenOrders: { mean: 4, median: 2 },
    });
    expect(computedAfter([placed('o1', 10)])).not.toHaveProperty('daysBetweenOrders');
  });

  test('the preferred category is that of most money, then of most pieces, of what was kept', () => {
    const tent = placed('o1', 80, { products: [{ product_id: 'tent', price: 80 }] });
    const mugs = placed('o2', 50, { products: [{ product_id: 'mug', price: 10, quantity: 5 }] });
    expect(computedAfter([tent, mugs])).toMatchObject({
      preferredCategory: 'camping',
      categories: ['camping', 'kitchen'],
    });
    const back = about('Order Refunded', { order_id: 'o1' });
    expect(computedAfter([tent, mugs, back])).toMatchObject({
      preferredCategory: 'kitchen',
      categories: ['kitchen'],
    });
    const unpriced = [{ product_id: 'tent' }, { product_id: 'mug', quantity: 2 }];
    expect(computedAfter([placed('o3', 9, { products: unpriced })])).toMatchObject({
      preferredCategory: 'kitchen',
    });
  });

  test('two lines of one product lose one of them when one piece comes back', () => {
    const products = [{ product_id: 'mug' }, { product_id: 'mug' }];
    const one = { order_id: 'o1', refund_id: 'r1', revenue: 10, products: [{ product_id: 'mug' }] };
    expect(computedAfter([placed('o1', 20, { products }), about('Order Refunded', one)])).toMatchObject({
      products: ['mug'],
      value: { cost: 2.5 },
    });
  });
});

const line = fc.record({
  product_id: fc.constantFrom('tent', 'mug', 'lamp', 'other'),
  quantity: fc.integer({ min: 1, max: 3 }),
  price: fc.integer({ min: 0, max: 9000 }).map((cents) => cents / 100),
});
const histories = fc
  .array(
    fc.record({
      revenue: fc.integer({ min: 0, max: 20_000 }).map((cents) => cents / 100),
      products: fc.array(line, { maxLength: 3 }),
      discount: fc.integer({ min: 0, max: 500 }),
      at: fc.integer({ min: 0, max: 90 }),
      isCancelled: fc.boolean(),
      edit: fc.option(fc.array(line, { maxLength: 2 })),
      back: fc.array(fc.constantFrom('tent', 'mug', 'lamp'), { maxLength: 2 }),
    }),
    { maxLength: 5 },
  )
  .map((orders) =>
    orders.flatMap(({ revenue, products, discount, at, isCancelled, edit, back }, n) => {
      const order_id = `o${n}`;
      const refund = { order_id, revenue: revenue / 4 };
      return [
        placed(order_id, revenue, { products, discount, shipping: 4 }, at * day),
        ...(isCancelled ? [about('Order Cancelled', { order_id })] : []),
        ...(edit === null ? [] : [about('Order Updated', { order_id, products: edit }, 100 * day)]),
        ...back.map((product_id, m) =>
          about('Order Refunded', { ...refund, refund_id: `r${m}`, products: [{ product_id }] }),
        ),
      ];
    }),
  );

test('orders, edits, refunds and cancellations come to the same value in any order of arrival, also twice', () => {
  fc.assert(
    fc.property(twoOrders(histories), ([one, other]) => {
      const computed = computedAfter(one);
      expect(computedAfter(other)).toEqual(computed);
      expect(computedAfter([...other, ...one])).toEqual(computed);
      const { money } = computed.value ?? {};
      if (money?.costedRevenue === undefined) return;
      expect(money.margin).toBe(money.costedRevenue - (money.cost ?? 0));
      expect(Number.isInteger(money.profit)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

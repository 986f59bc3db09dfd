import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../events/event.ts';
import type { JsonObject } from '../json.ts';
import { fromMinor, minorDigits } from '../money.ts';
import { orderChange } from './order-change.ts';
import { computeFromOrders } from './compute-from-orders.ts';
import { mergeOrder, type Order, refundedOfOrder } from './orders.ts';
import { dawn, eventOf, twoOrders } from '../profiles/profiles-for-tests.ts';

const day = 86_400_000;

const about = (name: string, properties: JsonObject, more: Partial<AcceptedEvent> = {}): AcceptedEvent =>
  eventOf({ name, properties, messageId: `${name}-${JSON.stringify(properties)}`, ...more });

const placed = (order_id: string, revenue: number | string, more: JsonObject = {}, at = 0): AcceptedEvent =>
  about('Order Completed', { order_id, revenue, currency: 'EUR', ...more }, { timestamp: dawn + at });

/** The orders that remain when events arrive in an order, as the store keeps them. */
const ordersAfter = (events: readonly AcceptedEvent[]): Order[] => {
  const orders = new Map<string, Order>();
  for (const event of events) {
    const change = orderChange({ event, currency: 'EUR' });
    if (change !== undefined) orders.set(change.orderId, mergeOrder(orders.get(change.orderId), change));
  }
  return [...orders.values()];
};
const computedAfter = (events: readonly AcceptedEvent[]) =>
  computeFromOrders({ orders: ordersAfter(events), currency: 'EUR' });

describe('what an event tells of an order', () => {
  test('a purchase: its value in minor units, its lines, its coupons', () => {
    const event = placed('o1', '49.90', {
      discount: 5,
      coupon: 'ten-abc',
      discount_codes: [{ code: 'TEN-ABC' }, 'free', 7],
      products: [{ product_id: 11, sku: 'S-1', name: 'Tent', category: 'camping', quantity: 2 }, 'nonsense'],
    });
    expect(orderChange({ event, currency: 'USD' })).toEqual({
      orderId: 'o1',
      placedAt: dawn,
      money: { at: dawn, rank: 0, by: event.messageId, currency: 'EUR', revenue: 4990, discount: 500 },
      goods: {
        at: dawn,
        rank: 0,
        by: event.messageId,
        lines: [{ productId: '11', sku: 'S-1', name: 'Tent', category: 'camping', quantity: 2 }],
      },
      coupons: ['TEN-ABC', 'FREE', '7'],
    });
  });

  test('`total` stands in for `revenue`, the currency of the shop for a missing one', () => {
    const event = about('Order Completed', { order_id: 5, total: 1200 });
    expect(orderChange({ event, currency: 'JPY' })).toMatchObject({
      orderId: '5',
      money: { revenue: 1200, currency: 'JPY' },
    });
  });

  test('amounts and numbers as people and systems write them', () => {
    const order = placed('o1', '1.249,50 €', { currency: ' eur ', products: [{ sku: 'a', quantity: '2' }] });
    const back = about('Order Refunded', {
      order_id: 'o1',
      revenue: '49,50',
      products: [{ sku: 'a', quantity: '1' }],
    });
    expect(computedAfter([order, back])).toMatchObject({ revenue: 1200, refunded: 49.5, products: ['a'] });
  });

  test('an amount that cannot be read, or a currency that is no text, counts as not said', () => {
    const order = placed('o1', 'much', { subtotal: '40.00', currency: 7 });
    expect(computedAfter([order])).toMatchObject({ orders: 1, revenue: 40 });
  });

  test('nothing, when it names no order or is about something else', () => {
    expect(orderChange({ event: about('Order Completed', { revenue: 5 }), currency: 'EUR' })).toBeUndefined();
    expect(
      orderChange({ event: about('Product Viewed', { order_id: 'o1' }), currency: 'EUR' }),
    ).toBeUndefined();
  });

  test('a test order is marked as one', () => {
    const event = about('Order Completed', { order_id: 'o1', revenue: 9 }, { context: { test: true } });
    expect(orderChange({ event, currency: 'EUR' })?.test).toBe(true);
    expect(computedAfter([event])).toMatchObject({ orders: 0, revenue: 0 });
  });
});

describe('what is known of a customer', () => {
  test('counts, sums, averages, first and last, and what they own', () => {
    const computed = computedAfter([
      placed('o1', 20, { products: [{ product_id: 'tent' }] }),
      placed('o2', 40.5, { products: [{ product_id: 'mat', sku: 'M-1' }] }, day),
    ]);
    expect(computed).toEqual({
      orders: 2,
      revenue: 60.5,
      averageOrder: 30.25,
      refunded: 0,
      money: { currency: 'EUR', revenue: 6050, averageOrder: 3025, refunded: 0 },
      firstOrderAt: '2026-06-01T00:00:00.000Z',
      lastOrderAt: '2026-06-02T00:00:00.000Z',
      products: ['tent', 'mat', 'M-1'],
      purchases: 2,
      daysBetweenOrders: { mean: 1, median: 1 },
      categories: [],
      value: {
        discounts: 0,
        shipping: 0,
        costedOrders: 0,
        money: { currency: 'EUR', discounts: 0, shipping: 0 },
      },
    });
  });

  test('a cancelled order is none; a refunded one brings less and its product is gone when nothing is left', () => {
    const tent = placed('o1', 20, { products: [{ product_id: 'tent' }] });
    const mat = placed('o2', 10, { products: [{ product_id: 'mat' }] });
    const cancelled = about('Order Cancelled', { order_id: 'o1' });
    const part = about('Order Refunded', { order_id: 'o2', refund_id: 'r1', total: 4 });
    const rest = about('Order Refunded', { order_id: 'o2', refund_id: 'r2', total: 6 });
    expect(computedAfter([tent, mat, cancelled])).toMatchObject({
      orders: 1,
      revenue: 10,
      products: ['mat'],
    });
    expect(computedAfter([tent, mat, part])).toMatchObject({
      revenue: 26,
      refunded: 4,
      products: ['tent', 'mat'],
    });
    expect(computedAfter([tent, mat, part, rest])).toMatchObject({
      revenue: 20,
      refunded: 10,
      products: ['tent'],
    });
  });

  test('a refund that is told twice counts once, one without a sum is of the whole order, none is of more', () => {
    const order = placed('o1', 20);
    const refund = about('Order Refunded', { order_id: 'o1', refund_id: 'r1', total: 4 });
    expect(computedAfter([order, refund, refund]).refunded).toBe(4);
    expect(computedAfter([order, about('Order Refunded', { order_id: 'o1' })]).refunded).toBe(20);
    const tooMuch = about('Order Refunded', { order_id: 'o1', refund_id: 'r2', total: 400 });
    expect(computedAfter([order, refund, tooMuch])).toMatchObject({ refunded: 20, revenue: 0 });
  });

  test('sums leave other currencies out, counts do not', () => {
    const dollars = placed('o2', 30, { currency: 'usd' });
    expect(computedAfter([placed('o1', 20), dollars])).toMatchObject({
      orders: 2,
      revenue: 20,
      averageOrder: 20,
    });
  });

  test('nothing is known of somebody without orders', () => {
    expect(computedAfter([])).toMatchObject({
      orders: 0,
      revenue: 0,
      averageOrder: 0,
      refunded: 0,
      products: [],
    });
    expect(computedAfter([about('Order Refunded', { order_id: 'o1', total: 5 })])).toMatchObject({
      orders: 0,
    });
  });
});

describe('what of a refund is taken off revenue', () => {
  const withTax = { total: 131, tax: 21, shipping: 10, revenue: 100 };
  const included = { total: 121, subtotal: 121, tax: 21, taxes_included: true, revenue: 100 };

  test.each<[string, JsonObject, JsonObject, number]>([
    ['the goods, where they are named', withTax, { revenue: 50, total: 60.5 }, 50],
    ['a subtotal, without the tax on top', withTax, { subtotal: 50, subtotal_tax: 10.5, total: 60.5 }, 50],
    ['a subtotal that has the tax in it', included, { subtotal: '60.50', subtotal_tax: '10.50' }, 50],
    ['nothing, when shipping alone is paid back', withTax, { subtotal: 0, shipping: 10, total: 10 }, 0],
    ['what is left of the total', withTax, { total: 60.5, tax: 10.5, shipping: 0 }, 50],
    ['nothing, when the total is the shipping', withTax, { total: 10, shipping: 10 }, 0],
    ['the share of the total', withTax, { total: 65.5 }, 50],
    ['the whole order, by its total', withTax, { total: 131 }, 100],
    ['the whole order, when no amount is named', withTax, {}, 100],
    ['nothing in a currency that is not the order’s', withTax, { total: 8000, currency: 'JPY' }, 0],
  ])('%s', (_what, order, refund, off) => {
    const events = [
      placed('o1', 100, order),
      about('Order Refunded', { order_id: 'o1', refund_id: 'r1', ...refund }),
    ];
    expect(computedAfter(events)).toMatchObject({ revenue: 100 - off, refunded: off });
    expect(computedAfter(events.toReversed())).toMatchObject({ revenue: 100 - off, refunded: off });
  });

  test('a refund that names no currency is in the order’s, whichever arrives first', () => {
    const order = placed('o1', 1200, { currency: 'JPY' });
    const refund = about('Order Refunded', { order_id: 'o1', total: 600 });
    expect(refundedOfOrder(ordersAfter([order, refund])[0] ?? { orderId: 'o1' })).toBe(600);
    expect(refundedOfOrder(ordersAfter([refund, order])[0] ?? { orderId: 'o1' })).toBe(600);
  });

  test('a later refund may correct an earlier one: what was counted and not paid yet', () => {
    const pending = about('Order Refunded', { order_id: 'o1', refund_id: 'r1', revenue: 0 });
    const correction = about('Order Refunded', { order_id: 'o1', refund_id: 'r2', revenue: 50 });
    const back = about('Order Refunded', { order_id: 'o1', refund_id: 'r3', revenue: -20 });
    expect(computedAfter([placed('o1', 100), pending, correction, back])).toMatchObject({ refunded: 30 });
  });

  test('a product that came back is owned no more, the others are', () => {
    const products = [
      { product_id: 'mug', quantity: 2 },
      { product_id: 'tray', quantity: 1 },
    ];
    const one = {
      order_id: 'o1',
      refund_id: 'r1',
      revenue: 10,
      products: [{ product_id: 'mug', quantity: 1 }],
    };
    const other = { ...one, refund_id: 'r2' };
    const order = placed('o1', 100, { products });
    expect(computedAfter([order, about('Order Refunded', one)]).products).toEqual(['mug', 'tray']);
    expect(
      computedAfter([order, about('Order Refunded', one), about('Order Refunded', other)]).products,
    ).toEqual(['tray']);
  });
});

describe('an order that is edited', () => {
  test('counts as it stands after the last edit, whatever arrives first', () => {
    const order = placed('o1', 100, { products: [{ product_id: '11' }] });
    const edit = about(
      'Order Updated',
      {
        order_id: 'o1',
        revenue: 130,
        currency: 'EUR',
        products: [{ product_id: '11' }, { product_id: '21' }],
      },
      { timestamp: dawn + 5 },
    );
    const expected = { orders: 1, revenue: 130, products: ['11', '21'] };
    expect(computedAfter([order, edit])).toMatchObject(expected);
    expect(computedAfter([edit, order, edit])).toMatchObject(expected);
  });

  test('that was never placed counts for nothing, and an update without amounts changes none', () => {
    const edit = about('Order Updated', { order_id: 'o1', revenue: 130 });
    expect(computedAfter([edit])).toMatchObject({ orders: 0, revenue: 0 });
    const note = about('Order Updated', { order_id: 'o1', note: 'x' }, { timestamp: dawn + 5 });
    expect(computedAfter([placed('o1', 100), note]).revenue).toBe(100);
  });
});

test('a public key says nothing of orders', () => {
  for (const name of [
    'Order Completed',
    'Order Updated',
    'Order Cancelled',
    'Order Refunded',
    'Order Delivered',
  ]) {
    const event = about(name, { order_id: 'o1', revenue: 10 }, { trust: 'public' });
    expect(orderChange({ event, currency: 'EUR' })).toBeUndefined();
  }
});

test('sums are exact in every currency: revenue and refunds in minor units are what the events said', () => {
  const cases = fc.record({
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'USD'),
    orders: fc.array(
      fc.record({
        minor: fc.integer({ min: 1, max: 10_000_000 }),
        share: fc.integer({ min: 0, max: 100 }),
        tax: fc.integer({ min: 0, max: 500_000 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  });
  fc.assert(
    fc.property(cases, ({ currency, orders }) => {
      const said = (minor: number) =>
        minor % 2 === 0
          ? fromMinor({ minor, currency })
          : fromMinor({ minor, currency }).toFixed(minorDigits(currency));
      let gross = 0;
      let back = 0;
      const events = orders.flatMap(({ minor, share, tax }, n) => {
        const off = Math.floor((minor * share) / 100);
        gross += minor;
        back += off;
        const order_id = `o${n}`;
        const total = said(minor + tax);
        return [
          placed(order_id, said(minor), { currency, tax: said(tax), total }),
          about('Order Refunded', { order_id, currency, subtotal: said(off), total }),
        ];
      });
      const computed = computeFromOrders({ orders: ordersAfter(events), currency });
      expect(computed.money).toMatchObject({ currency, revenue: gross - back, refunded: back });
      expect(computed.revenue).toBe(fromMinor({ minor: gross - back, currency }));
    }),
    { numRuns: 300 },
  );
});

const histories = fc
  .array(
    fc.record({
      revenue: fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2)),
      isCancelled: fc.boolean(),
      isDelivered: fc.boolean(),
      edits: fc.array(fc.integer({ min: 0, max: 9999 }), { maxLength: 3 }),
      refunds: fc.array(fc.option(fc.integer({ min: 1, max: 50 })), { maxLength: 3 }),
      at: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 4 },
  )
  .map((orders) =>
    orders.flatMap(({ revenue, isCancelled, isDelivered, edits, refunds, at }, n) => {
      const order_id = `o${n}`;
      return [
        placed(order_id, revenue, { products: [{ product_id: `product-${n}` }] }, at * day),
        ...(isCancelled ? [about('Order Cancelled', { order_id })] : []),
        ...(isDelivered ? [about('Order Delivered', { order_id })] : []),
        ...edits.map((cents, m) =>
          about(
            'Order Updated',
            { order_id, revenue: cents / 100, edit: m },
            { timestamp: dawn + day * (m % 2) },
          ),
        ),
        ...refunds.map((total, m) => about('Order Refunded', { order_id, refund_id: `r${m}`, total })),
      ];
    }),
  );

test('purchase, refund, cancellation and delivery in any order of arrival, also twice, come to the same', () => {
  fc.assert(
    fc.property(twoOrders(histories), ([one, other]) => {
      const computed = computedAfter(one);
      expect(computedAfter(other)).toEqual(computed);
      expect(computedAfter([...other, ...one])).toEqual(computed);
      const cents = (amount: number) => Math.round(amount * 100);
      expect(computed.revenue).toBeGreaterThanOrEqual(0);
      for (const order of ordersAfter(one)) {
        expect(refundedOfOrder(order)).toBeLessThanOrEqual(order.money?.revenue ?? 0);
      }
      expect(cents(computed.revenue) / 100).toBe(computed.revenue);
    }),
    { numRuns: 400 },
  );
});

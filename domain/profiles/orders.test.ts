import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AcceptedEvent } from '../events/event.ts';
import type { JsonObject } from '../json.ts';
import { computeFromOrders, mergeOrder, type Order, orderChange, refundedOf } from './orders.ts';
import { dawn, eventOf, twoOrders } from './profiles-for-tests.ts';

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
      currency: 'EUR',
      revenue: 4990,
      discount: 500,
      lines: [{ productId: '11', sku: 'S-1', name: 'Tent', category: 'camping', quantity: 2 }],
      coupons: ['TEN-ABC', 'FREE', '7'],
    });
  });

  test('`total` stands in for `revenue`, the currency of the shop for a missing one', () => {
    const event = about('Order Completed', { order_id: 5, total: 1200 });
    expect(orderChange({ event, currency: 'JPY' })).toMatchObject({
      orderId: '5',
      revenue: 1200,
      currency: 'JPY',
    });
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
      firstOrderAt: '2026-06-01T00:00:00.000Z',
      lastOrderAt: '2026-06-02T00:00:00.000Z',
      products: ['tent', 'mat', 'M-1'],
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
    expect(computedAfter([])).toEqual({ orders: 0, revenue: 0, averageOrder: 0, refunded: 0, products: [] });
    expect(computedAfter([about('Order Refunded', { order_id: 'o1', total: 5 })])).toMatchObject({
      orders: 0,
    });
  });
});

const histories = fc
  .array(
    fc.record({
      revenue: fc.integer({ min: 0, max: 9999 }).map((cents) => (cents / 100).toFixed(2)),
      isCancelled: fc.boolean(),
      isDelivered: fc.boolean(),
      refunds: fc.array(fc.option(fc.integer({ min: 1, max: 50 })), { maxLength: 3 }),
      at: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 4 },
  )
  .map((orders) =>
    orders.flatMap(({ revenue, isCancelled, isDelivered, refunds, at }, n) => {
      const order_id = `o${n}`;
      return [
        placed(order_id, revenue, { products: [{ product_id: `product-${n}` }] }, at * day),
        ...(isCancelled ? [about('Order Cancelled', { order_id })] : []),
        ...(isDelivered ? [about('Order Delivered', { order_id })] : []),
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
        expect(refundedOf(order)).toBeLessThanOrEqual(order.revenue ?? 0);
      }
      expect(cents(computed.revenue) / 100).toBe(computed.revenue);
    }),
    { numRuns: 400 },
  );
});

import { isObject } from '../json.ts';
import { fromMinor, toMinor } from '../money.ts';
import type { AcceptedEvent } from '../events/event.ts';
import type { Computed } from './profile.ts';

export type OrderLine = {
  readonly productId?: string;
  readonly sku?: string;
  readonly name?: string;
  readonly category?: string;
  readonly quantity: number;
};

/** One order as the events tell it; amounts in minor units of its currency. */
export type Order = {
  readonly orderId: string;
  readonly placedAt?: number;
  readonly currency?: string;
  readonly revenue?: number;
  readonly discount?: number;
  readonly lines?: readonly OrderLine[];
  readonly coupons?: readonly string[];
  readonly cancelledAt?: number;
  /** By the id of the refund, so that a repeated event counts once. Null: the whole order. */
  readonly refunds?: Readonly<Record<string, number | null>>;
  readonly deliveredAt?: number;
  readonly test?: boolean;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const toLine = (value: unknown): OrderLine | undefined => {
  if (!isObject(value)) return undefined;
  const productId = text(value['product_id']);
  const sku = text(value['sku']);
  const name = text(value['name']);
  const category = text(value['category']);
  const quantity = typeof value['quantity'] === 'number' ? value['quantity'] : 1;
  return {
    quantity,
    ...(productId === undefined ? {} : { productId }),
    ...(sku === undefined ? {} : { sku }),
    ...(name === undefined ? {} : { name }),
    ...(category === undefined ? {} : { category }),
  };
};

const couponsOf = (properties: Readonly<Record<string, unknown>>): string[] => {
  const codes = Array.isArray(properties['discount_codes']) ? properties['discount_codes'] : [];
  const all = [properties['coupon'], ...codes.map((code: unknown) => (isObject(code) ? code['code'] : code))];
  return [...new Set(all.flatMap((code) => text(code)?.toUpperCase() ?? []))].slice(0, 20);
};

/** What one event adds to what is known of an order; undefined when the event is not about an order. */
export const orderChange = (input: {
  event: Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'messageId' | 'context'>;
  currency: string;
}): Order | undefined => {
  const { event } = input;
  const { properties } = event;
  const orderId = text(properties['order_id']);
  if (orderId === undefined) return undefined;
  const currency = text(properties['currency'])?.toUpperCase() ?? input.currency;
  switch (event.name) {
    case 'Order Completed': {
      const revenue = toMinor({ amount: properties['revenue'] ?? properties['total'], currency }) ?? 0;
      const lines = Array.isArray(properties['products']) ? properties['products'].slice(0, 500) : [];
      return {
        orderId,
        placedAt: event.timestamp,
        currency,
        revenue,
        discount: toMinor({ amount: properties['discount'], currency }) ?? 0,
        lines: lines.flatMap((line: unknown) => toLine(line) ?? []),
        coupons: couponsOf(properties),
        ...(event.context['test'] === true ? { test: true } : {}),
      };
    }
    case 'Order Cancelled':
      return { orderId, cancelledAt: event.timestamp };
    case 'Order Refunded': {
      const refundId = (text(properties['refund_id']) ?? event.messageId).replaceAll(/[.$]/g, '_');
      return { orderId, refunds: { [refundId]: toMinor({ amount: properties['total'], currency }) ?? null } };
    }
    case 'Order Delivered':
      return { orderId, deliveredAt: event.timestamp };
    default:
      return undefined;
  }
};

/** Joins what two events say of one order; the order in which they arrive does not matter. */
export const mergeOrder = (before: Order | undefined, change: Order): Order => ({
  ...before,
  ...change,
  ...(before?.refunds === undefined && change.refunds === undefined
    ? {}
    : { refunds: { ...before?.refunds, ...change.refunds } }),
});

/** What was paid back of an order, in minor units, never more than it brought. */
export const refundedOf = (order: Order): number => {
  const revenue = order.revenue ?? 0;
  const refunds = Object.values(order.refunds ?? {});
  if (refunds.includes(null)) return revenue;
  return Math.min(
    revenue,
    refunds.reduce<number>((sum, amount) => sum + (amount ?? 0), 0),
  );
};

const productsMax = 500;

/** Works out the computed facts from all orders of a person. Other currencies than the tenant's are left out of sums. */
export const computeFromOrders = (input: { orders: readonly Order[]; currency: string }): Computed => {
  const counted = input.orders
    .filter((order) => order.placedAt !== undefined && order.cancelledAt === undefined && order.test !== true)
    .toSorted((a, b) => (a.placedAt ?? 0) - (b.placedAt ?? 0) || (a.orderId < b.orderId ? -1 : 1));
  const inCurrency = counted.filter((order) => order.currency === input.currency);
  const sum = (of: (order: Order) => number): number =>
    inCurrency.reduce((total, order) => total + of(order), 0);
  const gross = sum((order) => order.revenue ?? 0);
  const refunded = sum(refundedOf);
  const net = gross - refunded;
  const owned = counted
    .filter((order) => (order.revenue ?? 0) === 0 || refundedOf(order) < (order.revenue ?? 0))
    .flatMap((order) => (order.lines ?? []).flatMap((line) => [line.productId, line.sku]))
    .filter((id) => id !== undefined);
  const first = counted[0]?.placedAt;
  const last = counted.at(-1)?.placedAt;
  const decimal = (minor: number): number => fromMinor({ minor, currency: input.currency });
  return {
    orders: counted.length,
    revenue: decimal(net),
    averageOrder: inCurrency.length === 0 ? 0 : decimal(Math.round(net / inCurrency.length)),
    refunded: decimal(refunded),
    ...(first === undefined ? {} : { firstOrderAt: new Date(first).toISOString() }),
    ...(last === undefined ? {} : { lastOrderAt: new Date(last).toISOString() }),
    products: [...new Set(owned)].slice(-productsMax),
  };
};

import { fromMinor } from '../money.ts';
import { type Refund, refundedOf, returnedProducts, withRefunds } from './order-refunds.ts';
import type { Computed } from '../profiles/profile.ts';

export type OrderLine = {
  readonly productId?: string;
  readonly sku?: string;
  readonly name?: string;
  readonly category?: string;
  readonly quantity: number;
};

/**
 * When something was said, so that of two versions the later one stands in whatever order they arrive: by the time of the
 * event, an update after the purchase, then by message id. The keys are compared in this order, also by the store.
 */
export type Stamp = { readonly at: number; readonly rank: 0 | 1; readonly by: string };

/** The amounts of an order, in minor units of its currency. `revenue` is defined at `computeFromOrders`. */
export type OrderMoney = Stamp & {
  readonly currency: string;
  /** Goods after discounts, without tax and shipping, before refunds. */
  readonly revenue: number;
  readonly discount: number;
  /** What was paid, with tax and shipping. */
  readonly total?: number;
  /** The prices, and the subtotals of its refunds, have the tax in them. */
  readonly taxesIncluded?: boolean;
};

/** What was bought, as it stands after the last edit. */
export type OrderGoods = Stamp & { readonly lines: readonly OrderLine[] };

/** One order as the events tell it. */
export type Order = {
  readonly orderId: string;
  readonly placedAt?: number;
  readonly money?: OrderMoney;
  readonly goods?: OrderGoods;
  readonly coupons?: readonly string[];
  readonly cancelledAt?: number;
  /** By the id of the refund, so that a repeated event counts once. Null: the whole order. */
  readonly refunds?: Readonly<Record<string, Refund | null>>;
  readonly deliveredAt?: number;
  readonly test?: boolean;
};

const isLater = (one: Stamp, two: Stamp): boolean =>
  one.at === two.at ? (one.rank === two.rank ? one.by > two.by : one.rank > two.rank) : one.at > two.at;

const later = <S extends Stamp>(one: S | undefined, two: S | undefined): S | undefined =>
  one === undefined || two === undefined ? (one ?? two) : isLater(one, two) ? one : two;

const earlier = (one: number | undefined, two: number | undefined): number | undefined =>
  one === undefined || two === undefined ? (one ?? two) : Math.min(one, two);

/** Joins what two events say of one order; the order in which they arrive does not matter. */
export const mergeOrder = (before: Order | undefined, change: Order): Order => {
  const money = later(before?.money, change.money);
  const goods = later(before?.goods, change.goods);
  const placedAt = earlier(before?.placedAt, change.placedAt);
  const cancelledAt = earlier(before?.cancelledAt, change.cancelledAt);
  const deliveredAt = earlier(before?.deliveredAt, change.deliveredAt);
  const { refunds } = change;
  return {
    ...before,
    ...change,
    ...(money === undefined ? {} : { money }),
    ...(goods === undefined ? {} : { goods }),
    ...(placedAt === undefined ? {} : { placedAt }),
    ...(cancelledAt === undefined ? {} : { cancelledAt }),
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
    ...(before?.refunds === undefined && refunds === undefined
      ? {}
      : { refunds: withRefunds(before?.refunds ?? {}, refunds ?? {}) }),
  };
};

/** What of an order's revenue was paid back, in minor units of its currency. */
export const refundedOfOrder = (order: Order): number =>
  order.money === undefined ? 0 : refundedOf({ money: order.money, refunds: order.refunds });

/** Whether an order counts: one that was placed, is not cancelled and is no test. */
export const isCounted = (order: Order): boolean =>
  order.placedAt !== undefined && order.cancelledAt === undefined && order.test !== true;

/** Amounts of one currency in minor units, and as decimals for conditions and messages. */
export const computedMoney = (input: {
  currency: string;
  revenue: number;
  refunded: number;
  orders: number;
}): Pick<Computed, 'revenue' | 'averageOrder' | 'refunded' | 'money'> => {
  const { currency, revenue, refunded, orders } = input;
  const averageOrder = orders === 0 ? 0 : Math.round(revenue / orders);
  const decimal = (minor: number): number => fromMinor({ minor, currency });
  return {
    revenue: decimal(revenue),
    averageOrder: decimal(averageOrder),
    refunded: decimal(refunded),
    money: { currency, revenue, averageOrder, refunded },
  };
};

/** Ids and SKUs of what somebody still has of an order. */
const ownedOf = (order: Order): string[] => {
  const revenue = order.money?.revenue ?? 0;
  if (revenue > 0 && refundedOfOrder(order) >= revenue) return [];
  const back = returnedProducts(order.refunds);
  return (order.goods?.lines ?? [])
    .filter((line) => line.quantity > (back.get(line.productId ?? line.sku ?? '') ?? 0))
    .flatMap((line) => [line.productId, line.sku])
    .filter((id) => id !== undefined);
};

const productsMax = 500;

/**
 * Works out the computed facts from all orders of a person. **Revenue** is what the goods brought: after discounts,
 * without tax and shipping, net of what was refunded of the goods; cancelled and test orders count for nothing. Sums are
 * made in minor units of the tenant's currency; orders in other currencies count as orders and are left out of sums.
 */
export const computeFromOrders = (input: { orders: readonly Order[]; currency: string }): Computed => {
  const { currency } = input;
  const counted = input.orders
    .filter(isCounted)
    .toSorted((a, b) => (a.placedAt ?? 0) - (b.placedAt ?? 0) || (a.orderId < b.orderId ? -1 : 1));
  const inCurrency = counted.filter((order) => order.money?.currency === currency);
  const sum = (of: (order: Order) => number): number =>
    inCurrency.reduce((total, order) => total + of(order), 0);
  const refunded = sum(refundedOfOrder);
  const revenue = sum((order) => order.money?.revenue ?? 0) - refunded;
  const first = counted[0]?.placedAt;
  const last = counted.at(-1)?.placedAt;
  return {
    orders: counted.length,
    ...computedMoney({ currency, revenue, refunded, orders: inCurrency.length }),
    ...(first === undefined ? {} : { firstOrderAt: new Date(first).toISOString() }),
    ...(last === undefined ? {} : { lastOrderAt: new Date(last).toISOString() }),
    products: [...new Set(counted.flatMap(ownedOf))].slice(-productsMax),
  };
};

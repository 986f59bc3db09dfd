import { type Refund, refundedOf, withRefunds } from './order-refunds.ts';

export type OrderLine = {
  readonly productId?: string;
  readonly sku?: string;
  readonly name?: string;
  readonly category?: string;
  readonly quantity: number;
  /** What one was sold at, before discounts of the order, in minor units of the currency of the order. */
  readonly price?: number;
  /** What one costs the shop, in the same units. */
  readonly cost?: number;
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
  /** What the customer paid for shipping. */
  readonly shipping?: number;
  /** What shipping, and serving this order (time of the team, packing), costs the shop. */
  readonly shippingCost?: number;
  readonly serviceCost?: number;
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

import { fromMinor } from '../money.ts';
import type { OrderValue } from '../profiles/computed.ts';
import { keptLines } from './order-lines.ts';
import { type Order, refundedOfOrder } from './orders.ts';

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

/** What the goods that stayed with the customer cost, in minor units; undefined unless it is known of each of them. */
export const goodsCostOf = (order: Order): number | undefined => {
  if (order.goods === undefined || order.goods.lines.length === 0) return undefined;
  const costs = keptLines(order).map(({ cost, quantity }) =>
    cost === undefined ? undefined : Math.round(cost * quantity),
  );
  const known = costs.filter((cost) => cost !== undefined);
  return known.length === costs.length ? sumOf(known, (cost) => cost) : undefined;
};

const revenueOf = (order: Order): number => (order.money?.revenue ?? 0) - refundedOfOrder(order);

/** What an order costs beyond its goods: shipping beyond what was paid for it, and serving it, where they are known. */
const besidesOf = ({ money }: Order): number => {
  const shipping = money?.shippingCost === undefined ? 0 : money.shippingCost - (money.shipping ?? 0);
  return shipping + (money?.serviceCost ?? 0);
};

const ratio = (part: number, whole: number): number => Math.round((part / whole) * 10_000) / 10_000;

/**
 * What the orders of a person brought beyond revenue; all of one currency, all counted. Discounts and shipping are sums over
 * all of them. **Margin** is revenue less what the goods cost, **profit** is margin less shipping beyond what the customer
 * paid for it and less service; both over those orders of which the cost of all goods is known (`costedOrders`).
 * **Profitability** is profit by the revenue of the same orders, as a share with four digits.
 */
export const orderValue = (input: { orders: readonly Order[]; currency: string }): OrderValue => {
  const { orders, currency } = input;
  const costed = orders.flatMap((order) => {
    const cost = goodsCostOf(order);
    return cost === undefined ? [] : [{ order, cost }];
  });
  const revenue = sumOf(costed, ({ order }) => revenueOf(order));
  const cost = sumOf(costed, (one) => one.cost);
  const margin = revenue - cost;
  const profit = margin - sumOf(costed, ({ order }) => besidesOf(order));
  const all = {
    discounts: sumOf(orders, ({ money }) => money?.discount ?? 0),
    shipping: sumOf(orders, ({ money }) => money?.shipping ?? 0),
  };
  const known = costed.length === 0 ? {} : { costedRevenue: revenue, cost, margin, profit };
  const decimal = (minor: number): number => fromMinor({ minor, currency });
  return {
    discounts: decimal(all.discounts),
    shipping: decimal(all.shipping),
    costedOrders: costed.length,
    ...(costed.length === 0 ? {} : { cost: decimal(cost), margin: decimal(margin), profit: decimal(profit) }),
    ...(revenue > 0 ? { profitability: ratio(profit, revenue) } : {}),
    money: { currency, ...all, ...known },
  };
};

import { fromMinor } from '../money.ts';
import type { Computed } from '../profiles/computed.ts';
import { orderHabits } from './order-habits.ts';
import { keptLines } from './order-lines.ts';
import { orderValue } from './order-value.ts';
import { isCounted, type Order, refundedOfOrder } from './orders.ts';

/** Amounts of one currency in minor units, and as decimals for conditions and messages. */
const computedMoney = (input: {
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
const ownedOf = (order: Order): string[] =>
  keptLines(order)
    .flatMap((line) => [line.productId, line.sku])
    .filter((id) => id !== undefined);

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
    ...orderHabits({ orders: counted, currency }),
    value: orderValue({ orders: inCurrency, currency }),
  };
};

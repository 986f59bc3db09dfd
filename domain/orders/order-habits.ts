import type { Computed } from '../profiles/computed.ts';
import { keptLines } from './order-lines.ts';
import type { Order } from './orders.ts';

const day = 86_400_000;
const categoriesMax = 100;

const toHundredths = (value: number): number => Math.round(value * 100) / 100;

/** The mean and the median time between orders that follow each other, in days; undefined below two orders. */
const daysBetween = (times: readonly number[]): Computed['daysBetweenOrders'] => {
  const gaps = times.slice(1).map((at, n) => (at - (times[n] ?? at)) / day);
  if (gaps.length === 0) return undefined;
  const sorted = gaps.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  const mean = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / day / gaps.length;
  return { mean: toHundredths(mean), median: toHundredths((low + high) / 2) };
};

/** How often somebody came to buy: what is ordered within 24 hours of the first order of a purchase is one purchase. */
const purchasesOf = (times: readonly number[]): number => {
  let count = 0;
  let since = -Infinity;
  for (const at of times) {
    if (at - since < day) continue;
    count += 1;
    since = at;
  }
  return count;
};

type Tally = { readonly revenue: number; readonly quantity: number };

/** By category what was kept: the amounts of the lines in the currency, and how many. */
const talliesOf = (input: { orders: readonly Order[]; currency: string }): ReadonlyMap<string, Tally> => {
  const tallies = new Map<string, Tally>();
  for (const order of input.orders) {
    const isInCurrency = order.money?.currency === input.currency;
    for (const { category, price = 0, quantity } of keptLines(order)) {
      if (category === undefined) continue;
      const before = tallies.get(category) ?? { revenue: 0, quantity: 0 };
      const amount = isInCurrency ? Math.round(price * quantity) : 0;
      tallies.set(category, { revenue: before.revenue + amount, quantity: before.quantity + quantity });
    }
  }
  return tallies;
};

const byName = (one: string, two: string): number => (one < two ? -1 : one > two ? 1 : 0);

/**
 * How a person buys, from their counted orders, the earliest first: purchases, days between orders, the categories of what
 * they own, and the one they prefer: by the price of what they kept, then by its number, then by name.
 */
export const orderHabits = (input: {
  orders: readonly Order[];
  currency: string;
}): Pick<Computed, 'purchases' | 'daysBetweenOrders' | 'categories' | 'preferredCategory'> => {
  const times = input.orders.map(({ placedAt = 0 }) => placedAt);
  const daysBetweenOrders = daysBetween(times);
  const tallies = [...talliesOf(input)];
  const [preferred] = tallies.toSorted(
    ([a, one], [b, two]) => two.revenue - one.revenue || two.quantity - one.quantity || byName(a, b),
  );
  return {
    purchases: purchasesOf(times),
    ...(daysBetweenOrders === undefined ? {} : { daysBetweenOrders }),
    categories: tallies
      .map(([category]) => category)
      .toSorted(byName)
      .slice(0, categoriesMax),
    ...(preferred === undefined ? {} : { preferredCategory: preferred[0] }),
  };
};

import type { Random } from '../harness/random.ts';

const dayMs = 86_400_000;
const end = Date.UTC(2024, 0, 1) + 730 * dayMs;

/** A line of an order; amounts in minor units. */
export type Line = {
  readonly product: string;
  readonly category: string;
  readonly quantity: number;
  readonly price: number;
  readonly cost?: number;
};

/** What the shop says of an order; amounts in minor units, `revenue` of a refund is what was paid back. */
export type OrderEvent = {
  readonly user: string;
  readonly order: string;
  readonly name: 'Order Completed' | 'Order Updated' | 'Order Refunded' | 'Order Cancelled';
  readonly at: number;
  readonly currency?: string;
  readonly revenue?: number;
  readonly discount?: number;
  readonly shipping?: number;
  readonly shippingCost?: number;
  readonly serviceCost?: number;
  readonly isTest?: true;
  readonly lines?: readonly Line[];
  readonly returned?: readonly { readonly product: string; readonly quantity: number }[];
};

const products = [
  { product: 'p-tea', category: 'drinks', price: 950, cost: 300 },
  { product: 'p-pot', category: 'kitchen', price: 3525, cost: 1800 },
  { product: 'p-cup', category: 'kitchen', price: 1210, cost: 500 },
  { product: 'p-jam', category: 'food', price: 645, cost: 251 },
  { product: 'p-box', category: 'gifts', price: 2299, cost: 1100 },
] as const;

/** How busy a day is: twice as many orders in December, a third fewer in July and August. */
const seasonOf = (at: number): number => {
  const month = new Date(at).getUTCMonth();
  return month === 11 ? 2 : month === 6 || month === 7 ? 0.67 : 1;
};

/** What is in a basket: with a pot there is tea more often than by chance; of few goods nobody says the cost. */
const fillBasket = (random: Random): readonly Line[] => {
  const chosen = products.filter(() => random() < 0.3);
  const first = chosen.length === 0 ? [products[0]] : chosen;
  const has = (wanted: string): boolean => first.some(({ product }) => product === wanted);
  const all = has('p-pot') && random() < 0.6 && !has('p-tea') ? [...first, products[0]] : first;
  return all.map(({ cost, ...rest }) => ({
    ...rest,
    quantity: 1 + Math.floor(random() * 2),
    ...(random() < 0.01 ? {} : { cost }),
  }));
};

const valueOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

/** What becomes of an order later: nothing as a rule; it is changed, cancelled, or something of it is paid back. */
const laterOf = (random: Random, placed: OrderEvent): readonly OrderEvent[] => {
  const { user, order, at, currency = 'EUR', revenue = 0, lines = [] } = placed;
  const chance = random();
  const about = { user, order, currency };
  if (chance < 0.01) return [{ ...about, name: 'Order Cancelled', at: at + dayMs }];
  if (chance < 0.03) {
    const fewer = lines.slice(0, Math.max(1, lines.length - 1));
    return [
      {
        ...placed,
        name: 'Order Updated',
        at: at + dayMs,
        lines: fewer,
        revenue: valueOf(fewer),
        discount: 0,
      },
    ];
  }
  if (chance < 0.05) {
    const refunded = { ...about, at: at + 9 * dayMs, revenue: Math.round(revenue / 3) };
    return [{ ...refunded, name: 'Order Refunded' }];
  }
  const [first] = lines;
  if (chance >= 0.07 || first === undefined) return [];
  const returned = [{ product: first.product, quantity: 1 }];
  return [{ ...about, name: 'Order Refunded', at: at + 12 * dayMs, revenue: first.price, returned }];
};

const placedOrder = (input: { random: Random; user: string; order: string; at: number }): OrderEvent => {
  const { random, user, order, at } = input;
  const lines = fillBasket(random);
  const value = valueOf(lines);
  const discount = random() < 0.2 ? Math.round(value / 10) : 0;
  const kind = random();
  return {
    user,
    order,
    name: 'Order Completed',
    at,
    currency: kind < 0.02 ? 'USD' : 'EUR',
    revenue: value - discount,
    discount,
    shipping: random() < 0.3 ? 0 : 490,
    ...(random() < 0.9 ? { shippingCost: 410 } : {}),
    ...(random() < 0.5 ? { serviceCost: 120 } : {}),
    ...(kind > 0.99 ? { isTest: true } : {}),
    lines,
  };
};

/** The orders of a customer, with what became of them, in the order of time. */
export const createOrdersOf = (input: {
  random: Random;
  user: string;
  arrivedAt: number;
}): readonly OrderEvent[] => {
  const { random, user, arrivedAt } = input;
  const events: OrderEvent[] = [];
  let count = 0;
  for (let day = arrivedAt; day < end - dayMs; day += dayMs) {
    if (random() >= seasonOf(day) / 90) continue;
    count += 1;
    const at = day + Math.floor(random() * 86_400) * 1000;
    const placed = placedOrder({ random, user, order: `o-${user}-${count}`, at });
    events.push(placed, ...laterOf(random, placed));
  }
  return events.toSorted((a, b) => a.at - b.at);
};

import type { Facts, Order } from '../facts.ts';
import {
  type Asked,
  daysBefore,
  different,
  type FigureRow,
  grouped,
  isWithin,
  monthOf,
  rowsBy,
  sum,
  weekOf,
} from './asked.ts';

type Expect = (facts: Facts, asked: Asked) => readonly FigureRow[];

const inPeriod = ({ orders }: Facts, asked: Asked): readonly Order[] =>
  orders.filter(({ day }) => isWithin(day, asked));
const upTo = ({ orders }: Facts, day: string): readonly Order[] => orders.filter((one) => one.day <= day);
const revenueOf = (orders: readonly Order[]): number => sum(orders, ({ revenue }) => revenue);

const starts = { day: (day: string) => day, week: weekOf, month: (day: string) => `${monthOf(day)}-01` };

const revenue: Expect = (facts, asked) =>
  rowsBy(
    inPeriod(facts, asked),
    ({ day }) => starts[asked.by](day),
    (day, orders) => ({
      day,
      orders: orders.length,
      customers: different(orders, ({ person }) => person),
      revenue: revenueOf(orders),
      discount: sum(orders, ({ discount }) => discount),
      refunded: sum(orders, ({ refunded }) => refunded),
      average: Math.round(revenueOf(orders) / orders.length),
    }),
  );

const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

const retention: Expect = (facts, asked) => {
  const byPerson = grouped(upTo(facts, asked.to), ({ person }) => person);
  const placed = [...byPerson.values()].flatMap((orders) => {
    const first = orders.map(({ day }) => day).reduce((a, b) => (a < b ? a : b));
    return first < asked.from ? [] : orders.map((order) => ({ first, order }));
  });
  const sizes = new Map(
    [...grouped(placed, ({ first }) => monthOf(first))].map(([month, all]) => [
      month,
      different(all, ({ order }) => order.person),
    ]),
  );
  const keyOf = ({ first, order }: (typeof placed)[number]): string =>
    `${monthOf(first)} ${monthsBetween(first, order.day)}`;
  return rowsBy(placed, keyOf, (key, all) => {
    const [month = '', later] = key.split(' ');
    const customers = different(all, ({ order }) => order.person);
    return {
      month,
      later: Number(later),
      customers,
      share: customers / (sizes.get(month) ?? 0),
      orders: all.length,
      revenue: sum(all, ({ order }) => order.revenue),
    };
  });
};

type Placed = {
  readonly person: string;
  readonly orders: number;
  readonly revenue: number;
  readonly recency: number;
  readonly frequency: number;
};

/** Everybody in five parts of the same size, the first of which are one larger where they do not divide. */
const fifths = <T extends { readonly person: string }>(
  people: readonly T[],
  by: readonly ((one: T) => number)[],
): ReadonlyMap<string, number> => {
  const sorted = people.toSorted((a, b) => {
    for (const of of by) if (of(a) !== of(b)) return of(a) - of(b);
    return a.person < b.person ? -1 : 1;
  });
  const [size, more] = [Math.floor(sorted.length / 5), sorted.length % 5];
  const large = more * (size + 1);
  return new Map(
    sorted.map(({ person }, index) => [
      person,
      index < large ? Math.floor(index / (size + 1)) + 1 : more + Math.floor((index - large) / size) + 1,
    ]),
  );
};

const gridOf = (facts: Facts, day: string): readonly Placed[] => {
  const people = [...grouped(upTo(facts, day), ({ person }) => person)].map(([person, orders]) => ({
    person,
    orders: orders.length,
    revenue: revenueOf(orders),
    last: orders.reduce((last, { at }) => Math.max(last, at), 0),
  }));
  const recency = fifths(people, [({ last }) => last]);
  const frequency = fifths(people, [({ orders }) => orders, (one) => one.revenue]);
  return people.map((one) => ({
    ...one,
    recency: recency.get(one.person) ?? 0,
    frequency: frequency.get(one.person) ?? 0,
  }));
};

const rfmGrid: Expect = (facts, asked) =>
  rowsBy(
    gridOf(facts, asked.to),
    ({ recency, frequency }) => `${recency} ${frequency}`,
    (key, all) => ({
      recency: Number(key.split(' ')[0]),
      frequency: Number(key.split(' ')[1]),
      customers: all.length,
      orders: sum(all, ({ orders }) => orders),
      revenue: sum(all, (one) => one.revenue),
    }),
  );

const nameOf = (placed: Placed | undefined): string => {
  if (placed === undefined) return 'none';
  const { recency, frequency } = placed;
  if (recency >= 4) return frequency >= 4 ? 'champions' : frequency <= 2 ? 'new' : 'loyal';
  if (recency === 3) return 'loyal';
  return frequency >= 4 ? 'at-risk' : 'hibernating';
};

const rfmMovement: Expect = (facts, asked) => {
  const before = new Map(
    gridOf(facts, daysBefore(asked.to, asked.movedDays)).map((one) => [one.person, one]),
  );
  const moves = gridOf(facts, asked.to).map((one) => `${nameOf(before.get(one.person))} ${nameOf(one)}`);
  return rowsBy(
    moves,
    (move) => move,
    (move, all) => {
      const [group = '', became = ''] = move.split(' ');
      return { group, became, customers: all.length };
    },
  );
};

const valueByGroup: Expect = (facts, asked) => {
  const groupOf = new Map(
    facts.shop.people.map(({ user, country, arrivedAt }) => [
      facts.shop.idOf(user),
      asked.group === 'country' ? country : monthOf(facts.dayOf(arrivedAt)),
    ]),
  );
  const lostBefore = daysBefore(asked.to, asked.lostDays);
  const buyers = [...grouped(upTo(facts, asked.to), ({ person }) => person)];
  return rowsBy(
    buyers,
    ([person]) => groupOf.get(person) ?? '',
    (group, all) => {
      const orders = all.flatMap(([, own]) => own);
      const lost = all.filter(([, own]) => own.every(({ day }) => day < lostBefore)).length;
      return {
        group,
        customers: all.length,
        orders: orders.length,
        revenue: revenueOf(orders),
        value: Math.round(revenueOf(orders) / all.length),
        lost: lost / all.length,
      };
    },
  );
};

type Costed = Order & { readonly goodsCost: number };

const costed = (facts: Facts, asked: Asked): readonly Costed[] =>
  inPeriod(facts, asked).flatMap((order) =>
    order.goodsCost === undefined ? [] : [{ ...order, goodsCost: order.goodsCost }],
  );
const profits = (orders: readonly Costed[]) => {
  const profit = sum(orders, (one) => one.revenue - one.goodsCost - one.besides);
  return {
    orders: orders.length,
    revenue: revenueOf(orders),
    goods_cost: sum(orders, ({ goodsCost }) => goodsCost),
    profit,
    margin: revenueOf(orders) === 0 ? null : profit / revenueOf(orders),
  };
};

const profitByCustomer: Expect = (facts, asked) =>
  rowsBy(
    costed(facts, asked),
    ({ person }) => person,
    (profile_id, orders) => ({ profile_id, ...profits(orders) }),
  );

/** The segments of the shop: `spain` and `iberia`, in which Spain is, too. */
const segmentsOf = (country: string): readonly string[] =>
  country === 'ES' ? ['spain', 'iberia'] : country === 'PT' ? ['iberia'] : [];

const profitBySegment: Expect = (facts, asked) => {
  const segments = new Map(
    facts.shop.people.map(({ user, country }) => [facts.shop.idOf(user), segmentsOf(country)]),
  );
  const members = costed(facts, asked).flatMap((order) =>
    (segments.get(order.person) ?? []).map((segment) => ({ segment, order })),
  );
  return rowsBy(
    members,
    ({ segment }) => segment,
    (segment, all) => ({ segment, ...profits(all.map(({ order }) => order)) }),
  );
};

const profitByProduct: Expect = (facts, asked) => {
  const lines = inPeriod(facts, asked).flatMap(({ id, lines: own }) =>
    own.map((line) => ({ ...line, order: id })),
  );
  return rowsBy(
    lines,
    ({ product }) => product,
    (product, all) => {
      const known = all.flatMap((line) =>
        line.cost === undefined ? [] : [{ revenue: line.revenue, cost: line.cost * line.kept }],
      );
      return {
        product,
        category: all[0]?.category ?? '',
        orders: different(all, ({ order }) => order),
        quantity: sum(all, ({ kept }) => kept),
        revenue: sum(all, (line) => line.revenue),
        goods_cost: sum(known, ({ cost }) => cost),
        profit: sum(known, (one) => one.revenue - one.cost),
      };
    },
  );
};

const baskets: Expect = (facts, asked) => {
  const held = inPeriod(facts, asked).map(({ lines }) => new Set(lines.map(({ product }) => product)));
  const having = new Map<string, number>();
  const pairs = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const basket of held) {
    for (const product of basket) {
      add(having, product);
      for (const other of basket) if (other !== product) add(pairs, `${product} ${other}`);
    }
  }
  return [...pairs].flatMap(([key, orders]): FigureRow[] => {
    const [product = '', other = ''] = key.split(' ');
    const confidence = orders / (having.get(product) ?? 0);
    if (orders < asked.least) return [];
    return [
      { product, other, orders, confidence, lift: confidence / ((having.get(other) ?? 0) / held.length) },
    ];
  });
};

/** Figures over orders, worked out from what was said of them. */
export const salesFigures: Readonly<Record<string, Expect>> = {
  revenue,
  retention,
  'rfm-grid': rfmGrid,
  'rfm-movement': rfmMovement,
  'value-by-group': valueByGroup,
  'profit-by-customer': profitByCustomer,
  'profit-by-segment': profitBySegment,
  'profit-by-product': profitByProduct,
  baskets,
};

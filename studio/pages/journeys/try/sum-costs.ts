import type { components } from '../../../api/schema.ts';

export type Costs = components['schemas']['DryRunCosts'];
type Row = Costs['all'];

const addKnown = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

const sumRows = (a: Row, b: Row): Row => ({
  people: a.people + b.people,
  coupons: a.coupons + b.coupons,
  atMost: addKnown(a.atMost, b.atMost),
  expected: addKnown(a.expected, b.expected),
  used: a.used + b.used,
  discount: a.discount + b.discount,
  earned: a.earned + b.earned,
  pointsValue: addKnown(a.pointsValue, b.pointsValue),
  orders: a.orders + b.orders,
  revenue: a.revenue + b.revenue,
  costed: a.costed + b.costed,
  margin: a.margin + b.margin,
  after: a.after + b.after,
});

/** Joins two lists by a name: what both have is added. */
const join = <T>(a: readonly T[], b: readonly T[], name: (row: T) => string, add: (x: T, y: T) => T): T[] => {
  const rows = new Map(a.map((row) => [name(row), row]));
  for (const row of b) {
    const known = rows.get(name(row));
    rows.set(name(row), known === undefined ? row : add(known, row));
  }
  return [...rows.values()];
};

/** The costs of two parts of a dry run as one. */
export const sumCosts = (a: Costs, b: Costs): Costs => ({
  currency: a.currency,
  coupons: join(
    a.coupons,
    b.coupons,
    ({ offer }) => offer,
    (x, y) => ({
      ...x,
      given: x.given + y.given,
      atMost: addKnown(x.atMost, y.atMost),
      expected: addKnown(x.expected, y.expected),
      used: x.used + y.used,
      discount: x.discount + y.discount,
    }),
  ),
  points: join(
    a.points,
    b.points,
    ({ program }) => program,
    (x, y) => ({
      ...x,
      earned: x.earned + y.earned,
      bySteps: x.bySteps + y.bySteps,
      outstanding: x.outstanding + y.outstanding,
      value: addKnown(x.value, y.value),
    }),
  ),
  all: sumRows(a.all, b.all),
  segments: join(
    a.segments,
    b.segments,
    ({ segment }) => segment,
    (x, y) => ({ segment: x.segment, ...sumRows(x, y) }),
  ),
});

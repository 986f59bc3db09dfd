import { addCounts, type Counts } from './tally.ts';

/** What one or many plays gave away and brought in. Sums only; amounts in minor units, orders in the currency of the shop. */
export type CostSums = {
  /** People who entered. */
  readonly people: number;
  /** Coupons given out, by offer. */
  readonly coupons: Counts;
  /** Those of them that an order followed while they held, and what they would take off these orders, by offer. */
  readonly used: Counts;
  readonly discount: Counts;
  /** Points earned net of refunds, those of them by steps of journeys, and what was added to what people have, by programme. */
  readonly earned: Counts;
  readonly bySteps: Counts;
  readonly outstanding: Counts;
  /** Orders placed, what they brought net of refunds, and the margin of those whose goods have a known cost. */
  readonly orders: number;
  readonly revenue: number;
  readonly costed: number;
  readonly margin: number;
};

/** Sums of everybody, and of the people of each segment. Anyone who is in two segments counts in both. */
export type PlayCosts = { readonly all: CostSums; readonly segments: Readonly<Record<string, CostSums>> };

const noSums: CostSums = {
  people: 0,
  coupons: {},
  used: {},
  discount: {},
  earned: {},
  bySteps: {},
  outstanding: {},
  orders: 0,
  revenue: 0,
  costed: 0,
  margin: 0,
};

/** Nothing was given. */
export const noCosts: PlayCosts = { all: noSums, segments: {} };

const addSums = (one: CostSums, two: CostSums): CostSums => ({
  people: one.people + two.people,
  coupons: addCounts(one.coupons, two.coupons),
  used: addCounts(one.used, two.used),
  discount: addCounts(one.discount, two.discount),
  earned: addCounts(one.earned, two.earned),
  bySteps: addCounts(one.bySteps, two.bySteps),
  outstanding: addCounts(one.outstanding, two.outstanding),
  orders: one.orders + two.orders,
  revenue: one.revenue + two.revenue,
  costed: one.costed + two.costed,
  margin: one.margin + two.margin,
});

/** Adds what was counted of different people. */
export const addCosts = (one: PlayCosts, two: PlayCosts): PlayCosts => {
  const segments = new Map(Object.entries(one.segments));
  for (const [segment, sums] of Object.entries(two.segments)) {
    segments.set(segment, addSums(segments.get(segment) ?? noSums, sums));
  }
  return { all: addSums(one.all, two.all), segments: Object.fromEntries(segments) };
};

/** What one person's play came to, in all and for each segment they are in. */
export const costsOfPerson = (input: { sums: CostSums; segments: readonly string[] }): PlayCosts => ({
  all: input.sums,
  segments: Object.fromEntries(input.segments.map((segment) => [segment, input.sums])),
});

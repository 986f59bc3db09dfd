import { own } from '../json.ts';
import type { CostSums, PlayCosts } from './costs.ts';
import type { Counts } from './tally.ts';

/** What a coupon of an offer costs. Minor units of `currency`. */
export type OfferPrice = {
  readonly currency: string;
  /** The most one takes off; undefined when the offer names no bound. */
  readonly worth: number | undefined;
  /** What one that is given out takes off on average, by its books so far; undefined where none was used yet. */
  readonly average: number | undefined;
};

/** What is needed to say what a play costs. */
export type Prices = {
  /** Of the shop. */
  readonly currency: string;
  readonly offers: ReadonlyMap<string, OfferPrice>;
  /** What so many points cost, in minor units; absent for a programme that does not say it. */
  readonly points: ReadonlyMap<string, { readonly points: number; readonly minor: number }>;
};

/** Coupons of one offer. An amount that nobody can know is null. */
export type CouponCost = {
  readonly offer: string;
  readonly currency: string;
  readonly given: number;
  readonly atMost: number | null;
  readonly expected: number | null;
  readonly used: number;
  readonly discount: number;
};

/** Points of one programme. */
export type PointsCost = {
  readonly program: string;
  readonly earned: number;
  readonly bySteps: number;
  readonly outstanding: number;
  readonly value: number | null;
};

/** Everything of some people together, in minor units of the currency of the shop; offers in another currency are left out. */
export type CostRow = {
  readonly people: number;
  readonly coupons: number;
  readonly atMost: number | null;
  readonly expected: number | null;
  readonly used: number;
  readonly discount: number;
  readonly earned: number;
  readonly pointsValue: number | null;
  readonly orders: number;
  readonly revenue: number;
  readonly costed: number;
  readonly margin: number;
  /** Margin less `discount` and the value of the points. */
  readonly after: number;
};

/** What a play would cost, in amounts. */
export type PricedCosts = {
  readonly currency: string;
  readonly coupons: readonly CouponCost[];
  readonly points: readonly PointsCost[];
  readonly all: CostRow;
  readonly segments: readonly (CostRow & { readonly segment: string })[];
};

const addKnown = (one: number | null, two: number | null): number | null =>
  one === null || two === null ? null : one + two;

const sumKnown = (amounts: readonly (number | null)[]): number | null => amounts.reduce(addKnown, 0);

const total = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

const couponCosts = (sums: CostSums, prices: Prices): readonly CouponCost[] =>
  Object.entries(sums.coupons).map(([offer, given]) => {
    const { currency, worth, average } = prices.offers.get(offer) ?? {
      currency: prices.currency,
      worth: undefined,
      average: undefined,
    };
    return {
      offer,
      currency,
      given,
      atMost: worth === undefined ? null : worth * given,
      expected: average === undefined ? null : Math.round(average * given),
      used: own(sums.used, offer) ?? 0,
      discount: own(sums.discount, offer) ?? 0,
    };
  });

const pointsCosts = (sums: CostSums, prices: Prices): readonly PointsCost[] =>
  [...new Set([...Object.keys(sums.earned), ...Object.keys(sums.outstanding)])].map((program) => {
    const outstanding = own(sums.outstanding, program) ?? 0;
    const price = prices.points.get(program);
    const value =
      outstanding === 0
        ? 0
        : price === undefined
          ? null
          : Math.round((outstanding * price.minor) / price.points);
    return {
      program,
      earned: own(sums.earned, program) ?? 0,
      bySteps: own(sums.bySteps, program) ?? 0,
      outstanding,
      value,
    };
  });

const rowOf = (sums: CostSums, prices: Prices): CostRow => {
  const coupons = couponCosts(sums, prices).filter(({ currency }) => currency === prices.currency);
  const points = pointsCosts(sums, prices);
  const pointsValue = sumKnown(points.map(({ value }) => value));
  const discount = coupons.reduce((sum, one) => sum + one.discount, 0);
  return {
    people: sums.people,
    coupons: total(sums.coupons),
    atMost: sumKnown(coupons.map(({ atMost }) => atMost)),
    expected: sumKnown(coupons.map(({ expected }) => expected)),
    used: total(sums.used),
    discount,
    earned: total(sums.earned),
    pointsValue,
    orders: sums.orders,
    revenue: sums.revenue,
    costed: sums.costed,
    margin: sums.margin,
    after: sums.margin - discount - (pointsValue ?? 0),
  };
};

/** Says in amounts what plays gave away and brought in. */
export const priceCosts = (costs: PlayCosts, prices: Prices): PricedCosts => ({
  currency: prices.currency,
  coupons: couponCosts(costs.all, prices),
  points: pointsCosts(costs.all, prices),
  all: rowOf(costs.all, prices),
  segments: Object.entries(costs.segments).map(([segment, sums]) => ({ segment, ...rowOf(sums, prices) })),
});

const addRows = (one: CostRow, two: CostRow): CostRow => ({
  people: one.people + two.people,
  coupons: one.coupons + two.coupons,
  atMost: addKnown(one.atMost, two.atMost),
  expected: addKnown(one.expected, two.expected),
  used: one.used + two.used,
  discount: one.discount + two.discount,
  earned: one.earned + two.earned,
  pointsValue: addKnown(one.pointsValue, two.pointsValue),
  orders: one.orders + two.orders,
  revenue: one.revenue + two.revenue,
  costed: one.costed + two.costed,
  margin: one.margin + two.margin,
  after: one.after + two.after,
});

/** Joins two lists by a name: what both have is added. */
const join = <T>(
  one: readonly T[],
  two: readonly T[],
  name: (row: T) => string,
  add: (a: T, b: T) => T,
): readonly T[] => {
  const rows = new Map(one.map((row) => [name(row), row]));
  for (const row of two) {
    const known = rows.get(name(row));
    rows.set(name(row), known === undefined ? row : add(known, row));
  }
  return [...rows.values()];
};

/** Adds the costs of two parts of one dry run. */
export const addPriced = (one: PricedCosts, two: PricedCosts): PricedCosts => ({
  currency: one.currency,
  coupons: join(
    one.coupons,
    two.coupons,
    ({ offer }) => offer,
    (a, b) => ({
      ...a,
      given: a.given + b.given,
      atMost: addKnown(a.atMost, b.atMost),
      expected: addKnown(a.expected, b.expected),
      used: a.used + b.used,
      discount: a.discount + b.discount,
    }),
  ),
  points: join(
    one.points,
    two.points,
    ({ program }) => program,
    (a, b) => ({
      ...a,
      earned: a.earned + b.earned,
      bySteps: a.bySteps + b.bySteps,
      outstanding: a.outstanding + b.outstanding,
      value: addKnown(a.value, b.value),
    }),
  ),
  all: addRows(one.all, two.all),
  segments: join(
    one.segments,
    two.segments,
    ({ segment }) => segment,
    (a, b) => ({ segment: a.segment, ...addRows(a, b) }),
  ),
});

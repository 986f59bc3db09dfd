import type { Computed } from '../profiles/computed.ts';
import type { Point } from './k-means.ts';

const dayMs = 86_400_000;

/** What of a buyer the clusters are found in; each can be asked for by a condition of a segment. */
export type BuyerFacts = {
  /** Full days since the last order. */
  readonly recency: number;
  readonly orders: number;
  /** Decimal, in the currency of the tenant. */
  readonly revenue: number;
  readonly categories: ReadonlySet<string>;
};

/** The facts of somebody who bought; undefined for everybody else. */
export const factsOf = (input: {
  computed: Pick<Computed, 'orders' | 'revenue' | 'lastOrderAt' | 'categories'>;
  now: number;
}): BuyerFacts | undefined => {
  const { orders, revenue, lastOrderAt, categories = [] } = input.computed;
  if (orders === 0 || lastOrderAt === undefined) return undefined;
  const recency = Math.max(0, Math.floor((input.now - Date.parse(lastOrderAt)) / dayMs));
  return { recency, orders, revenue, categories: new Set(categories) };
};

const categoriesMost = 8;
/** A category that nearly everybody or nobody has tells nobody apart. */
const shareLeast = 0.05;

/** The categories that tell people apart, those of the most people first. */
export const tellingCategories = (people: readonly BuyerFacts[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { categories } of people) {
    for (const name of categories) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= shareLeast * people.length && count <= (1 - shareLeast) * people.length)
    .toSorted(([a, one], [b, two]) => two - one || a.localeCompare(b))
    .slice(0, categoriesMost)
    .map(([name]) => name);
};

const standardised = (values: readonly number[]): readonly number[] => {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length);
  return values.map((one) => (spread === 0 ? 0 : (one - mean) / spread));
};

/**
 * People as points: recency, orders and revenue by their logarithms (they are skewed), each with a mean of 0 and a spread of 1, and the share that
 * each category has in what a person owns. All categories together weigh as much as one of the three.
 */
export const pointsOf = (people: readonly BuyerFacts[], categories: readonly string[]): readonly Point[] => {
  const columns = [
    standardised(people.map(({ recency }) => Math.log1p(recency))),
    standardised(people.map(({ orders }) => Math.log1p(orders))),
    standardised(people.map(({ revenue }) => Math.log1p(Math.max(0, revenue)))),
    ...categories.map((name) =>
      standardised(people.map((one) => (one.categories.has(name) ? 1 / one.categories.size : 0))).map(
        (value) => value / Math.sqrt(categories.length),
      ),
    ),
  ];
  return people.map((_one, at) => columns.map((column) => column[at] ?? 0));
};

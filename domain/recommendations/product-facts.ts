/** One order as recommendations see it: who, when, and what the customer kept of it. */
export type Basket = { readonly person: string; readonly at: number; readonly products: readonly string[] };

/** When people buy a product again: the median of the days between two purchases of one person, and what it rests on. */
export type Reorder = { readonly days: number; readonly gaps: number; readonly people: number };

/** What orders say of one product. */
export type ProductFacts = {
  /** The baskets with it that were looked at. */
  readonly baskets: number;
  /** How many of these hold another product too, the most first. */
  readonly together: readonly { readonly product: string; readonly count: number }[];
  readonly reorder: Reorder | undefined;
};

/** So many other products are kept of each; a pair seen once is chance, and left out. */
export const togetherMax = 50;
export const pairsMin = 2;
/** Fewer repeats, or of fewer people, say nothing of when a product is used up. */
const gapsMin = 5;
const peopleMin = 3;
const dayMs = 86_400_000;

const median = (sorted: readonly number[]): number => {
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
};

const countTogether = (product: string, baskets: readonly Basket[]): ProductFacts['together'] => {
  const counts = new Map<string, number>();
  for (const { products } of baskets) {
    for (const other of new Set(products)) {
      if (other !== product) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= pairsMin)
    .map(([other, count]) => ({ product: other, count }))
    .toSorted((a, b) => b.count - a.count || (a.product < b.product ? -1 : 1))
    .slice(0, togetherMax);
};

const reorderOf = (baskets: readonly Basket[]): Reorder | undefined => {
  const times = new Map<string, number[]>();
  for (const { person, at } of baskets) times.set(person, [...(times.get(person) ?? []), at]);
  const gapsOf = (own: readonly number[]): readonly number[] => {
    const days = [...new Set(own.map((at) => Math.floor(at / dayMs)))].toSorted((a, b) => a - b);
    return days.slice(1).map((day, index) => day - (days[index] ?? day));
  };
  const repeated = [...times.values()].map(gapsOf).filter((gaps) => gaps.length > 0);
  const gaps = repeated.flat().toSorted((a, b) => a - b);
  if (gaps.length < gapsMin || repeated.length < peopleMin) return undefined;
  return { days: Math.max(1, Math.round(median(gaps))), gaps: gaps.length, people: repeated.length };
};

/** Works out what the baskets that hold a product say of it. The time to buy it again is a median, so a few odd orders do not move it. */
export const productFacts = (input: { product: string; baskets: readonly Basket[] }): ProductFacts => ({
  baskets: input.baskets.length,
  together: countTogether(input.product, input.baskets),
  reorder: reorderOf(input.baskets),
});

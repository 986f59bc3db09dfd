/** A price from an instant on: integer minor units of its currency. */
export type PricePoint = { readonly at: number; readonly minor: number; readonly currency: string };

const dayMs = 86_400_000;
/** The days of the EU's Omnibus directive (98/6/EC, article 6a): what a reduction is announced against. */
export const omnibusDays = 30;
/** So long a price is kept, beside the one in force before. */
const keptMs = 90 * dayMs;
const pointsMax = 400;

const isSame = (one: PricePoint, other: PricePoint | undefined): boolean =>
  one.minor === other?.minor && one.currency === other.currency;

/** Without the middle of a stretch at one price, and without what ended more than 90 days before the newest. */
const shortened = (points: readonly PricePoint[]): readonly PricePoint[] => {
  const newest = points.at(-1)?.at ?? 0;
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (isSame(point, before) && isSame(point, after)) return false;
    return after === undefined || after.at > newest - keptMs;
  });
};

/** At most 400 points: of the two oldest the lower price stays, from the earlier instant on, so no lowest price is lost. */
const bounded = (points: readonly PricePoint[]): readonly PricePoint[] => {
  const [first, second, ...others] = points;
  if (points.length <= pointsMax || first === undefined || second === undefined) return points;
  const lower = second.minor < first.minor ? second : first;
  return bounded([{ ...lower, at: first.at }, ...others]);
};

/**
 * The history of a price with one more point in its place, however late it comes. Of two prices for one instant the lower
 * counts, so that the order in which they come does not.
 */
export const addPrice = (input: {
  prices: readonly PricePoint[];
  point: PricePoint;
}): readonly PricePoint[] => {
  const { prices, point } = input;
  const there = prices.find(({ at }) => at === point.at);
  if (there !== undefined && there.minor <= point.minor) return prices;
  const others = prices.filter((one) => one !== there);
  return bounded(shortened([...others, point].toSorted((a, b) => a.at - b.at)));
};

/**
 * The lowest price in force from `from` (epoch ms) on and before `until`; undefined when none is known. A price that was set
 * before `from` and still stood then counts. Prices in another currency do not.
 */
export const lowestPrice = (input: {
  prices: readonly PricePoint[];
  currency: string;
  from: number;
  until: number;
}): number | undefined => {
  const { currency, from, until } = input;
  const prices = input.prices.filter((point) => point.currency === currency && point.at < until);
  const standing = prices.findLast(({ at }) => at <= from);
  const inForce = prices.filter((point) => point === standing || point.at > from);
  return inForce.length === 0 ? undefined : Math.min(...inForce.map(({ minor }) => minor));
};

/** When the price in force was last lowered to what it is; undefined when the last change was no reduction. */
const reducedAt = (prices: readonly PricePoint[]): number | undefined => {
  const last = prices.at(-1);
  if (last === undefined) return undefined;
  const differs = prices.findLastIndex((point) => !isSame(point, last));
  const before = prices[differs];
  const from = prices[differs + 1];
  return before !== undefined && before.currency === last.currency && before.minor > last.minor
    ? from?.at
    : undefined;
};

/** Whether the price in force at `now` (epoch ms) is lower than the one before it, in the same currency. */
export const isReduced = (input: { prices: readonly PricePoint[]; now: number }): boolean =>
  reducedAt(input.prices.filter(({ at }) => at <= input.now)) !== undefined;

/**
 * The lowest price of the 30 days before the present reduction, which has to stand beside it in the EU; without a reduction, of
 * the 30 days before `now`. Minor units; undefined when there was no price in that time.
 */
export const priorPrice = (input: {
  prices: readonly PricePoint[];
  currency: string;
  now: number;
}): number | undefined => {
  const { currency, now } = input;
  const prices = input.prices.filter((point) => point.currency === currency && point.at <= now);
  const until = reducedAt(prices) ?? now;
  return lowestPrice({ prices, currency, from: until - omnibusDays * dayMs, until });
};

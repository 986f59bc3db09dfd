import type { CartLine } from './cart.ts';
import { percentOf } from './spread.ts';

/** Who buys so many gets so many more for less. */
export type BuyGet = {
  readonly buy: number;
  readonly get: number;
  /** How much is off what they get. */
  readonly percent: number;
  /** How many times at most in one order. */
  readonly times?: number | undefined;
};

const costs = ({ price }: CartLine): boolean => price > 0;

const countOf = (lines: readonly CartLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** The largest whole number up to `most` for which something holds that holds for all smaller ones. */
const largest = (most: number, holds: (n: number) => boolean): number => {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * What is off each line, by its id: the offer is used as many times as the cart allows, each piece counts once, and the cheapest pieces
 * are those for less. What costs nothing, such as a sample, is no piece. `bought` are the lines that count as bought, `got` those that can be had for less; a line may be both.
 */
export const buyGetDiscounts = (input: {
  rule: BuyGet;
  bought: readonly CartLine[];
  got: readonly CartLine[];
}): ReadonlyMap<string, number> => {
  const { rule } = input;
  const bought = input.bought.filter(costs);
  const got = input.got.filter(costs);
  const gotIds = new Set(got.map(({ id }) => id));
  const both = bought.filter(({ id }) => gotIds.has(id));
  const inBoth = new Set(both.map(({ id }) => id));
  const [shared, onlyBought, onlyGot] = [both, bought, got]
    .map(countOf)
    .map((count, index, [common = 0]) => (index === 0 ? count : count - common));
  const [common = 0, mine = 0, theirs = 0] = [shared, onlyBought, onlyGot];
  const fromBoth = (times: number): number => Math.max(0, times * rule.buy - mine);
  const fits = (times: number): boolean => fromBoth(times) + Math.max(0, times * rule.get - theirs) <= common;
  const most = Math.min(rule.times ?? Infinity, Math.floor(countOf(got) / rule.get));
  const times = largest(most, fits);
  let left = times * rule.get;
  let leftOfBoth = common - fromBoth(times);
  const off = new Map<string, number>();
  for (const line of got.toSorted((a, b) => a.price - b.price)) {
    const count = Math.min(left, line.quantity, inBoth.has(line.id) ? leftOfBoth : line.quantity);
    if (count <= 0) continue;
    left -= count;
    if (inBoth.has(line.id)) leftOfBoth -= count;
    off.set(line.id, percentOf({ amount: line.price * count, percent: rule.percent }));
  }
  return off;
};

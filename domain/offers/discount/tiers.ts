import { type CartLine, lineValue } from './cart.ts';
import { percentOf, spread } from './spread.ts';

/** What is off from a quantity or order value on: a percentage, an amount, or all above a price for each piece. Minor units. */
export type Tier = { readonly from: number } & (
  | { readonly percent: number }
  | { readonly amount: number }
  | { readonly price: number }
);

/** Prices by quantity or by the value of the lines. */
export type Tiers = { readonly by: 'quantity' | 'order-value'; readonly tiers: readonly Tier[] };

/** The highest tier that is reached; undefined when none is. */
export const tierOf = (input: { rule: Tiers; lines: readonly CartLine[] }): Tier | undefined => {
  const { rule, lines } = input;
  const reached = lines.reduce(
    (sum, line) => sum + (rule.by === 'quantity' ? line.quantity : lineValue(line)),
    0,
  );
  return rule.tiers.filter(({ from }) => from <= reached).toSorted((a, b) => b.from - a.from)[0];
};

/** What is off each line by its place, in the tier that is reached. */
export const tierDiscounts = (input: { rule: Tiers; lines: readonly CartLine[] }): readonly number[] => {
  const { lines } = input;
  const tier = tierOf(input);
  if (tier === undefined) return lines.map(() => 0);
  if ('price' in tier) return lines.map(({ price, quantity }) => Math.max(0, price - tier.price) * quantity);
  const weights = lines.map(lineValue);
  const value = weights.reduce((sum, one) => sum + one, 0);
  const amount =
    'percent' in tier ? percentOf({ amount: value, percent: tier.percent }) : Math.min(tier.amount, value);
  return spread({ amount, weights });
};

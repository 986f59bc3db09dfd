import type { Benefit } from '../offer-definition.ts';
import type { LineShare } from '../redemptions/posting.ts';
import { type Cart, type CartLine, lineValue } from './cart.ts';
import { buyGetDiscounts } from './buy-get.ts';
import { percentOf, spread } from './spread.ts';
import { tierDiscounts } from './tiers.ts';

/** What an offer takes off a cart; integer minor units. */
export type Discount = {
  /** Off the goods and off shipping together. */
  readonly amount: number;
  /** How what is off the goods falls on the lines that get some. */
  readonly lines: readonly LineShare[];
  /** What is off shipping. */
  readonly shipping: number;
  /** A product that is added for nothing. */
  readonly gift?: string;
};

/** A discount on goods, of which each line gets its own; together they come to at most `most`. */
const ofLines = (input: {
  lines: readonly CartLine[];
  off: readonly number[];
  most: number | undefined;
}): Discount => {
  const { lines, off } = input;
  const wanted = off.reduce((sum, one) => sum + one, 0);
  const amount = Math.min(wanted, input.most ?? wanted);
  const parts = amount < wanted ? spread({ amount, weights: off }) : off;
  const shares = lines.map((line, index) => ({
    id: line.id,
    value: lineValue(line),
    discount: parts[index] ?? 0,
  }));
  return { amount, shipping: 0, lines: shares };
};

const byShare = (lines: readonly CartLine[], amount: number): Discount =>
  ofLines({ lines, off: spread({ amount, weights: lines.map(lineValue) }), most: undefined });

/** Lines without those that come twice. */
const together = (...lists: readonly (readonly CartLine[])[]): readonly CartLine[] => [
  ...new Map(lists.flat().map((line) => [line.id, line])).values(),
];

/** The lines an offer is for, and those that can be had for less. */
export type Chosen = { readonly lines: readonly CartLine[]; readonly got: readonly CartLine[] };

/**
 * What an offer takes off a cart. Percentages are rounded half up; a fixed amount is at most the value of the
 * lines; both fall on the lines in proportion to their value, exactly, the largest remainders first.
 */
export const workOutDiscount = (input: {
  benefit: Benefit;
  cart: Cart;
  chosen: Chosen;
  /** What a gift or free shipping costs the shop, where the offer says it. */
  worth: number | undefined;
}): Discount => {
  const { benefit, cart, worth } = input;
  const { lines, got } = input.chosen;
  const value = lines.reduce((sum, line) => sum + lineValue(line), 0);
  switch (benefit.kind) {
    case 'percentage': {
      const amount = percentOf({ amount: value, percent: benefit.percent });
      return byShare(lines, Math.min(amount, benefit.maxDiscount ?? amount));
    }
    case 'amount':
      return byShare(lines, Math.min(benefit.amount, value));
    case 'tiers':
      return ofLines({ lines, off: tierDiscounts({ rule: benefit, lines }), most: benefit.maxDiscount });
    case 'buy-get': {
      const off = buyGetDiscounts({ rule: benefit, bought: lines, got });
      const all = together(lines, got);
      return ofLines({ lines: all, off: all.map(({ id }) => off.get(id) ?? 0), most: benefit.maxDiscount });
    }
    case 'free-shipping':
      return { amount: cart.shipping, shipping: cart.shipping, lines: [] };
    default:
      return { amount: worth ?? 0, shipping: 0, lines: [], gift: benefit.product };
  }
};

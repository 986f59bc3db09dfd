import type { Discount } from './work-out.ts';

/** What may be taken off at most: off each line by its id, and off shipping. Minor units. */
export type AtMost = { readonly rest: ReadonlyMap<string, number>; readonly shipping: number };

/** What is left of a discount, where no more can be taken off lines and shipping. A gift takes nothing off either. */
export const withinRest = (input: AtMost & { discount: Discount }): Discount => {
  const { discount, rest } = input;
  if (discount.gift !== undefined) return discount;
  const lines = discount.lines.map((line) => ({
    ...line,
    discount: Math.min(line.discount, rest.get(line.id) ?? 0),
  }));
  const shipping = Math.min(discount.shipping, input.shipping);
  const amount = lines.reduce((sum, line) => sum + line.discount, shipping);
  return { ...discount, lines, shipping, amount };
};

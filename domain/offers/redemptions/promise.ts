import { type Cart, lineValue } from '../discount/cart.ts';
import type { Discount } from '../discount/work-out.ts';
import type { Redemption } from './redemption.ts';

const isSameCart = ({ own, cart }: { own: Redemption; cart: Cart }): boolean => {
  if (own.currency !== cart.currency || own.held.orderValue !== cart.orderValue) return false;
  const values = new Map(cart.lines.map((line) => [line.id, lineValue(line)]));
  return own.lines.every(({ id, value }) => values.get(id) === value);
};

/**
 * What a reservation takes off the goods of its cart, whatever became of the offer since; undefined where the code or the goods are
 * others, and where it takes nothing off them, such as free shipping. Minor units.
 */
export const promiseOf = (input: {
  own: Redemption | undefined;
  code: string | undefined;
  cart: Cart;
}): Discount | undefined => {
  const { own, code, cart } = input;
  if (own === undefined || own.state !== 'reserved' || own.code !== code || own.lines.length === 0)
    return undefined;
  if (!isSameCart({ own, cart })) return undefined;
  const amount = own.lines.reduce((sum, line) => sum + line.discount, 0);
  return amount === own.held.discount ? { amount, shipping: 0, lines: own.lines } : undefined;
};

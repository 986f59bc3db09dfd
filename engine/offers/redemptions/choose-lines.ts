import { type Cart, type CartLine, productOfLine } from '../../../domain/offers/discount/cart.ts';
import type { Chosen } from '../../../domain/offers/discount/work-out.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import type { Conditions } from '../../../domain/rules/conditions.ts';
import { factTypes, noEvents } from '../../../domain/rules/facts.ts';
import { type AboutItem, compileItems } from '../../../domain/rules/items/item-conditions.ts';

/** Finds the lines of a cart that an offer is for. */
export type ChooseLines = (input: {
  offer: OfferDefinition;
  cart: Cart;
  now: number;
  zone: string;
}) => Chosen;

/**
 * Makes the choice of lines. The conditions of an offer are compiled once for each publication, as those on the items of a list: a cart asks
 * hundreds of offers about each of its lines.
 */
export const createChooseLines = (): ChooseLines => {
  const compiled = new WeakMap<Conditions, AboutItem<boolean>>();
  const compiledOf = (when: Conditions): AboutItem<boolean> => {
    const known = compiled.get(when) ?? compileItems(when, factTypes);
    compiled.set(when, known);
    return known;
  };
  const products = new WeakMap<Cart, readonly (readonly [CartLine, unknown])[]>();
  const productsOf = (cart: Cart): readonly (readonly [CartLine, unknown])[] => {
    const { currency, lines } = cart;
    const known =
      products.get(cart) ?? lines.map((line) => [line, productOfLine({ line, currency })] as const);
    products.set(cart, known);
    return known;
  };
  return ({ offer, cart, now, zone }) => {
    const facts = { now, zone, profile: {}, segments: [], events: async () => noEvents };
    const matching = (when: Conditions | undefined): readonly CartLine[] => {
      if (when === undefined) return cart.lines;
      const holds = compiledOf(when)(facts);
      return productsOf(cart).flatMap(([line, product]) => (holds(product) ? [line] : []));
    };
    const lines = matching(offer.products);
    const other = offer.benefit.kind === 'buy-get' ? offer.benefit.products : undefined;
    return { lines, got: other === undefined ? lines : matching(other) };
  };
};

import type { Cart, CartLine } from '../../../domain/offers/discount/cart.ts';
import { productOfLine } from '../../../domain/offers/discount/cart.ts';
import type { Chosen } from '../../../domain/offers/discount/work-out.ts';
import type { OfferDefinition } from '../../../domain/offers/offer-definition.ts';
import type { Conditions } from '../../../domain/rules/conditions.ts';
import { createDecider, type Decider } from '../../../domain/rules/decide/decider.ts';
import { noEvents } from '../../../domain/rules/facts.ts';

/** Finds the lines of a cart that an offer is for. */
export type ChooseLines = (input: {
  offer: OfferDefinition;
  cart: Cart;
  now: number;
  zone: string;
}) => Promise<Chosen>;

/** Conditions on a line, asked of a list with that line alone: the fact `item` is known inside of lists. */
const ofItem = (when: Conditions): Conditions => ({
  all: [{ fact: 'event', path: '$.properties.products', operator: 'anyItem', value: when }],
});

/** Makes the choice of lines. The conditions of an offer are compiled once for each publication. */
export const createChooseLines = (): ChooseLines => {
  const deciders = new WeakMap<Conditions, Decider>();
  const deciderOf = (when: Conditions): Decider => {
    const known = deciders.get(when) ?? createDecider({ cases: [ofItem(when)] });
    deciders.set(when, known);
    return known;
  };
  return async ({ offer, cart, now, zone }) => {
    const { currency } = cart;
    const matching = async (when: Conditions | undefined): Promise<readonly CartLine[]> => {
      if (when === undefined) return cart.lines;
      const decider = deciderOf(when);
      const found: CartLine[] = [];
      for (const line of cart.lines) {
        const item = productOfLine({ line, currency });
        const event = { properties: { products: [item] } };
        const facts = { now, zone, profile: {}, segments: [], event, events: async () => noEvents };
        if ((await decider.decide({ facts })).matched !== null) found.push(line);
      }
      return found;
    };
    const lines = await matching(offer.products);
    const other = offer.benefit.kind === 'buy-get' ? offer.benefit.products : undefined;
    return { lines, got: other === undefined ? lines : await matching(other) };
  };
};

import { toCart } from '../discount/cart.ts';
import type { OfferDefinition } from '../offer-definition.ts';
import type { Ask } from './decide-redemption.ts';

/** An offer of 10 % with a code of its own for everybody. */
export const someOffer = (given: Partial<OfferDefinition> = {}): OfferDefinition => ({
  key: 'ten',
  name: 'Ten percent',
  currency: 'EUR',
  benefit: { kind: 'percentage', percent: 10 },
  code: { shared: 'TEN' },
  limits: { perPerson: 1 },
  ...given,
});

/** Somebody who wants to use it on a cart of 100 euros. */
export const someAsk = (given: Partial<Ask> = {}): Ask => {
  const cart = given.cart ?? toCart({ currency: 'EUR', orderValue: 10_000 });
  return {
    act: 'redeem',
    offer: someOffer(),
    redemption: 'r-1',
    key: 'order-1',
    code: 'TEN',
    coupons: [],
    person: { profileId: 'ana' },
    isInAudience: true,
    cart,
    chosen: { lines: cart.lines, got: cart.lines },
    orderId: 'order-1',
    holdMs: 60_000,
    ...given,
  };
};

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Cart, lineValue, toCart } from '../discount/cart.ts';
import { workOutDiscount } from '../discount/work-out.ts';
import type { Benefit, OfferDefinition } from '../offer-definition.ts';
import { someOffer } from '../redemptions/offers-for-tests.ts';
import { type Candidate, stackOffers } from './stack-offers.ts';

const lines = [
  { id: 'fern', price: 2400, quantity: 1 },
  { id: 'pot', price: 1800, quantity: 2 },
];
const cart = toCart({ currency: 'EUR', lines, shipping: 500 });

const candidate = (given: Partial<OfferDefinition>, on: Cart = cart): Candidate => {
  const offer = someOffer(given);
  const chosen = { lines: on.lines, got: on.lines };
  return { offer, discount: workOutDiscount({ benefit: offer.benefit, cart: on, chosen, worth: undefined }) };
};
const keys = (all: readonly { offer: OfferDefinition }[]): readonly string[] =>
  all.map(({ offer }) => offer.key);

const ten = candidate({ key: 'ten' });
const five = candidate({ key: 'five', benefit: { kind: 'amount', amount: 500 } });
const shipping = candidate({ key: 'shipping', benefit: { kind: 'free-shipping' } });

describe('offers on one cart', () => {
  it('all apply by default: what takes more off first, and the same order always', () => {
    const { applied, refused, total } = stackOffers({ candidates: [five, ten, shipping], cart });
    expect(keys(applied)).toEqual(['ten', 'five', 'shipping']);
    expect(refused).toEqual([]);
    expect(total).toBe(600 + 500 + 500);
    expect(keys(stackOffers({ candidates: [shipping, ten, five], cart }).applied)).toEqual(keys(applied));
  });

  it('of a group one applies, the one of the highest priority', () => {
    const group = { group: 'goods', exclusive: false };
    const first = candidate({ ...five.offer, stacking: { ...group, priority: 2 } });
    const second = candidate({ ...ten.offer, stacking: { ...group, priority: 1 } });
    const { applied, refused } = stackOffers({ candidates: [second, first, shipping], cart });
    expect(keys(applied)).toEqual(['five', 'shipping']);
    expect(refused).toEqual([
      { offer: second.offer, reasons: [{ code: 'not-stackable', detail: { offer: 'five' } }] },
    ]);
  });

  it('an exclusive one applies alone, and not beside what comes before it', () => {
    const alone = candidate({ ...five.offer, stacking: { priority: 5, exclusive: true } });
    expect(keys(stackOffers({ candidates: [ten, alone, shipping], cart }).applied)).toEqual(['five']);
    const later = candidate({ ...five.offer, stacking: { priority: 0, exclusive: true } });
    const { applied, refused } = stackOffers({ candidates: [later, ten], cart });
    expect([keys(applied), keys(refused)]).toEqual([['ten'], ['five']]);
  });

  it('never take a line, or shipping, below zero, whatever they are', () => {
    const benefit: fc.Arbitrary<Benefit> = fc.oneof(
      fc.record({ kind: fc.constant('percentage' as const), percent: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ kind: fc.constant('amount' as const), amount: fc.integer({ min: 1, max: 9000 }) }),
      fc.constant({ kind: 'free-shipping' as const }),
    );
    const line = fc.record({
      price: fc.integer({ min: 0, max: 5000 }),
      quantity: fc.integer({ min: 1, max: 5 }),
    });
    const stacking = fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      exclusive: fc.boolean(),
      group: fc.constantFrom('a', 'b'),
    });
    const offers = fc.array(fc.record({ benefit, stacking: fc.option(stacking, { nil: undefined }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), fc.nat(900), offers, (rows, costs, all) => {
        const named = rows.map((row, index) => ({ ...row, id: `line-${index}` }));
        const on = toCart({ currency: 'EUR', lines: named, shipping: costs });
        const candidates = all.map(({ benefit: one, stacking: how }, index) =>
          candidate(
            { key: `offer-${index}`, benefit: one, ...(how === undefined ? {} : { stacking: how }) },
            on,
          ),
        );
        const { applied, refused, total } = stackOffers({ candidates, cart: on });
        for (const { id, ...rest } of named) {
          const off = applied.flatMap(({ discount }) => discount.lines).filter((one) => one.id === id);
          const sum = off.reduce((so, one) => so + one.discount, 0);
          expect(sum).toBeLessThanOrEqual(lineValue({ id, ...rest }));
          expect(off.every(({ discount }) => discount >= 0)).toBe(true);
        }
        expect(total).toBeLessThanOrEqual(on.orderValue + costs);
        expect(applied.length + refused.length).toBe(candidates.length);
        const groups = applied.flatMap(({ offer }) => offer.stacking?.group ?? []);
        expect(new Set(groups).size).toBe(groups.length);
        if (applied.some(({ offer }) => offer.stacking?.exclusive === true)) expect(applied).toHaveLength(1);
      }),
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Benefit } from '../offer-definition.ts';
import { toCart } from './cart.ts';
import { percentOf, spread } from './spread.ts';
import { workOutDiscount } from './work-out.ts';

const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 });

describe('a discount that is spread over lines', () => {
  it('adds up exactly, and each line is within one unit of its share', () => {
    fc.assert(
      fc.property(weights, fc.nat(10_000_000), (parts, amount) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const shares = spread({ amount, weights: parts });
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total === 0 ? 0 : amount);
        for (const [index, share] of shares.entries()) {
          if (total > 0) expect(Math.abs(share - (amount * (parts[index] ?? 0)) / total)).toBeLessThan(1);
        }
      }),
    );
  });

  it('gives what is left to the largest remainders, of equal ones to the first', () => {
    expect(spread({ amount: 100, weights: [1, 1, 1] })).toEqual([34, 33, 33]);
    expect(spread({ amount: 10, weights: [10, 45, 45] })).toEqual([1, 5, 4]);
  });

  it('never takes more off lines than they are worth', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 100, noNaN: true }), (parts, percent) => {
        const lines = parts.map((price, index) => ({ id: String(index), price, quantity: 1 }));
        const cart = toCart({ currency: 'EUR', lines });
        const discount = workOutDiscount({
          benefit: { kind: 'percentage', percent },
          cart,
          chosen: { lines: cart.lines, got: cart.lines },
          worth: undefined,
        });
        expect(discount.amount).toBeLessThanOrEqual(cart.orderValue);
        for (const { value, discount: off } of discount.lines) expect(off).toBeLessThanOrEqual(value);
      }),
    );
  });

  it('rounds percentages half up, without the errors of binary fractions', () => {
    expect(percentOf({ amount: 1005, percent: 10 })).toBe(101);
    expect(percentOf({ amount: 1004, percent: 10 })).toBe(100);
    expect(percentOf({ amount: 29_999, percent: 33.333333 })).toBe(10_000);
    expect(percentOf({ amount: 2675, percent: 1.1 })).toBe(29);
  });

  it.each<[string, Benefit, object]>([
    ['a percentage with a cap', { kind: 'percentage', percent: 50, maxDiscount: 1500 }, { amount: 1500 }],
    ['an amount', { kind: 'amount', amount: 1000 }, { amount: 1000 }],
    ['an amount above the value', { kind: 'amount', amount: 99_999 }, { amount: 6000 }],
    ['free shipping', { kind: 'free-shipping' }, { amount: 490, shipping: 490, lines: [] }],
    ['a gift', { kind: 'gift', product: 'mug' }, { amount: 300, gift: 'mug' }],
  ])('of %s is worked out', (_name, benefit, expected) => {
    const lines = [
      { id: 'a', price: 1000, quantity: 2 },
      { id: 'b', price: 4000, quantity: 1 },
    ];
    const cart = toCart({ currency: 'EUR', lines, shipping: 490 });
    expect(workOutDiscount({ benefit, cart, chosen: { lines, got: lines }, worth: 300 })).toMatchObject(
      expected,
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { roundedProduct } from './exact-decimal.ts';

describe('a product of decimal numbers', () => {
  it.each([
    [[100, 1.005], 101],
    [[1999, 4, 0.01], 80],
    [[-1, 0.5], -1],
    [[-1, 0.4], 0],
    [[3, 0.1, 10], 3],
    [[1e21, 1e-21], 1],
    [[1.5e-7, 1e7], 2],
    [[], 1],
  ])('of %j is %d, half a unit away from zero', (numbers, product) => {
    expect(roundedProduct(numbers)).toBe(product);
  });

  it('is none where a number is not finite, or nothing could tell it from its neighbours', () => {
    expect(roundedProduct([Number.NaN])).toBeUndefined();
    expect(roundedProduct([2 ** 53, 2])).toBeUndefined();
  });

  it('is what integers of hundredths say, and does not depend on the order', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(cents, fc.nat(10_000), (a, b) => {
        const exact = BigInt(a) * BigInt(b);
        const size = exact < 0n ? -exact : exact;
        const rounded = Number((size + 50n) / 100n) * (exact < 0n ? -1 : 1);
        expect(roundedProduct([a, b / 100])).toBe(rounded + 0);
        expect(roundedProduct([b / 100, a])).toBe(rounded + 0);
      }),
    );
  });
});

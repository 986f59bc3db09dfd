import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buyGetDiscounts } from './buy-get.ts';
import type { CartLine } from './cart.ts';
import { tierDiscounts } from './tiers.ts';

const line = (id: string, price: number, quantity = 1): CartLine => ({ id, price, quantity });
const off = (given: Parameters<typeof buyGetDiscounts>[0]) => Object.fromEntries(buyGetDiscounts(given));
const some = fc
  .array(fc.record({ price: fc.integer({ min: 1, max: 500 }), quantity: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((lines) => lines.map(({ price, quantity }, index) => line(String(index), price, quantity)));

describe('buy so many, get so many for less', () => {
  it('takes the cheapest pieces, as often as the cart allows', () => {
    const lines = [line('a', 300, 2), line('b', 100, 3), line('c', 200)];
    const rule = { buy: 2, get: 1, percent: 100 };
    expect(off({ rule, bought: lines, got: lines })).toEqual({ b: 200 });
    expect(off({ rule: { ...rule, times: 1 }, bought: lines, got: lines })).toEqual({ b: 100 });
    expect(off({ rule: { ...rule, percent: 50 }, bought: lines, got: lines })).toEqual({ b: 100 });
    expect(off({ rule, bought: [line('a', 300, 2)], got: [line('a', 300, 2)] })).toEqual({});
  });

  it('counts no piece that costs nothing', () => {
    const rule = { buy: 2, get: 1, percent: 100 };
    const [tea, sample] = [line('tea', 300, 3), line('sample', 0, 2)];
    expect(off({ rule, bought: [tea, sample], got: [tea, sample] })).toEqual({ tea: 300 });
    const two = line('tea', 300, 2);
    expect(off({ rule, bought: [two, sample], got: [two, sample] })).toEqual({});
  });

  it('gives other products for less than those that are bought', () => {
    const rule = { buy: 2, get: 1, percent: 100 };
    expect(off({ rule, bought: [line('shirt', 3000, 4)], got: [line('socks', 500, 3)] })).toEqual({
      socks: 1000,
    });
    const both = line('shirt', 3000, 3);
    expect(off({ rule, bought: [both], got: [both, line('socks', 500)] })).toEqual({ socks: 500 });
  });

  it('is what trying all pieces finds: as many times as possible, each piece once', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (lines, buy, get) => {
        const pieces = lines.flatMap(({ price, quantity }) => Array.from({ length: quantity }, () => price));
        const times = Math.floor(pieces.length / (buy + get));
        const free = pieces.toSorted((a, b) => a - b).slice(0, times * get);
        const found = buyGetDiscounts({ rule: { buy, get, percent: 100 }, bought: lines, got: lines });
        const sum = [...found.values()].reduce((total, one) => total + one, 0);
        expect(sum).toBe(free.reduce((total, one) => total + one, 0));
      }),
    );
  });
});

describe('tiers', () => {
  const lines = [line('a', 1000, 2), line('b', 500, 1)];
  it.each([
    ['percent', { from: 3, percent: 10 }, [200, 50]],
    ['amount', { from: 3, amount: 500 }, [400, 100]],
    ['price', { from: 3, price: 600 }, [800, 0]],
  ])('take a %s off once they are reached', (_name, tier, expected) => {
    const rule = { by: 'quantity' as const, tiers: [{ from: 2, percent: 1 }, tier] };
    expect(tierDiscounts({ rule, lines })).toEqual(expected);
    expect(tierDiscounts({ rule: { ...rule, tiers: [{ from: 4, percent: 1 }] }, lines })).toEqual([0, 0]);
  });

  it('go by the value of the lines where the offer says so', () => {
    const rule = {
      by: 'order-value' as const,
      tiers: [
        { from: 2500, percent: 20 },
        { from: 2501, percent: 50 },
      ],
    };
    expect(tierDiscounts({ rule, lines })).toEqual([400, 100]);
  });
});

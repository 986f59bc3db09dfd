import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Buyer, buyerOf, daysSinceOrder, repeatsOf } from './buyer.ts';
import { createSample, quintileCuts, quintileOf } from './quantiles.ts';
import { rfmCuts, rfmGroup, rfmGroups, rfmOf } from './rfm.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);

const buyer = (given: { daysAgo: number; orders: number; revenue: number }): Buyer => {
  const { daysAgo, orders, revenue } = given;
  const lastAt = now - daysAgo * day;
  return { orders, purchases: orders, firstAt: lastAt, lastAt, revenue, average: revenue / orders };
};
const buyers = fc.array(
  fc.record({
    daysAgo: fc.integer({ min: 0, max: 900 }),
    orders: fc.integer({ min: 1, max: 12 }),
    revenue: fc.integer({ min: 0, max: 50_000 }),
  }),
  { minLength: 25, maxLength: 200 },
);

describe('quintiles', () => {
  test('of different values hold a fifth each', () => {
    const values = Array.from({ length: 100 }, (_, n) => (n * 37) % 100);
    const cuts = quintileCuts(values);
    expect(cuts).toEqual([19, 39, 59, 79]);
    for (const quintile of [1, 2, 3, 4, 5]) {
      expect(values.filter((value) => quintileOf({ value, cuts }) === quintile)).toHaveLength(20);
    }
  });

  test('of equal values are equal: most who bought once share the lowest', () => {
    const cuts = quintileCuts([
      ...Array<number>(70).fill(1),
      ...Array<number>(20).fill(2),
      ...Array<number>(10).fill(5),
    ]);
    expect([1, 2, 5].map((value) => quintileOf({ value, cuts }))).toEqual([1, 4, 5]);
  });

  test('a sample has everything below its size, and an even part of what is more', () => {
    const all = createSample<number>(100);
    for (let n = 0; n < 100; n += 1) all.add(n);
    expect(all.items()).toHaveLength(100);
    const some = createSample<number>(100);
    for (let n = 0; n < 1000; n += 1) some.add(n);
    const gaps = new Set(
      some
        .items()
        .slice(1)
        .map((item, n) => item - (some.items()[n] ?? 0)),
    );
    expect([...gaps]).toEqual([16]);
    expect(some.items().length).toBeGreaterThan(50);
  });
});

describe('RFM', () => {
  test('names every combination of quintiles, and every name is used', () => {
    const five = [1, 2, 3, 4, 5];
    const names = five.flatMap((recency) =>
      five.flatMap((frequency) => five.map((monetary) => rfmGroup({ recency, frequency, monetary }))),
    );
    expect(names).toHaveLength(125);
    expect(new Set(names)).toEqual(new Set(rfmGroups));
  });

  test.each([
    [5, 5, 5, 'champions'],
    [4, 4, 5, 'loyal'],
    [5, 2, 2, 'potential-loyalists'],
    [5, 1, 1, 'new-customers'],
    [4, 1, 1, 'promising'],
    [3, 3, 3, 'need-attention'],
    [3, 1, 2, 'about-to-sleep'],
    [2, 4, 4, 'at-risk'],
    [1, 5, 5, 'cannot-lose-them'],
    [2, 2, 2, 'hibernating'],
    [1, 1, 1, 'lost'],
  ] as const)('recency %i, frequency %i, monetary %i is %s', (recency, frequency, monetary, group) => {
    expect(rfmGroup({ recency, frequency, monetary })).toBe(group);
  });

  test('needs 25 buyers', () => {
    const some = Array.from({ length: 24 }, () => buyer({ daysAgo: 1, orders: 1, revenue: 1 }));
    expect(rfmCuts({ buyers: some, now })).toBeUndefined();
    expect(rfmCuts({ buyers: [...some, ...some], now })).toBeDefined();
  });

  test('is the same for a buyer no matter who is looked at first, and better for more and for later orders', () => {
    fc.assert(
      fc.property(buyers, (given) => {
        const all = given.map(buyer);
        const cuts = rfmCuts({ buyers: all, now });
        expect(rfmCuts({ buyers: all.toReversed(), now })).toEqual(cuts);
        if (cuts === undefined) return;
        const sorted = all.toSorted(
          (one, two) => daysSinceOrder({ buyer: two, now }) - daysSinceOrder({ buyer: one, now }),
        );
        const recencies = sorted.map((one) => rfmOf({ buyer: one, cuts, now }).recency);
        expect(recencies).toEqual(recencies.toSorted((one, two) => one - two));
        for (const one of all) {
          const more = { ...one, orders: one.orders + 1, revenue: one.revenue + 100, lastAt: now };
          const [before, after] = [rfmOf({ buyer: one, cuts, now }), rfmOf({ buyer: more, cuts, now })];
          for (const part of ['recency', 'frequency', 'monetary'] as const) {
            expect(after[part]).toBeGreaterThanOrEqual(before[part]);
            expect([1, 2, 3, 4, 5]).toContain(before[part]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('goes down as time passes without an order', () => {
    const all = Array.from({ length: 50 }, (_, n) => buyer({ daysAgo: n * 5, orders: 1, revenue: n }));
    const cuts = rfmCuts({ buyers: all, now });
    if (cuts === undefined) throw new Error('no cuts');
    const [first] = all;
    if (first === undefined) throw new Error('nobody');
    const later = [0, 60, 120, 180, 240].map(
      (days) => rfmOf({ buyer: first, cuts, now: now + days * day }).recency,
    );
    expect(later).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('a buyer', () => {
  const facts = {
    orders: 3,
    purchases: 2,
    firstOrderAt: '2026-01-01T00:00:00.000Z',
    lastOrderAt: '2026-01-15T00:00:00.000Z',
    money: { currency: 'EUR', revenue: 6000, averageOrder: 2000, refunded: 0 },
  };

  test('is read from what is worked out of the orders', () => {
    const read = buyerOf(facts);
    expect(read).toMatchObject({ orders: 3, purchases: 2, revenue: 6000, average: 3000 });
    if (read === undefined) throw new Error('nobody');
    expect(repeatsOf({ buyer: read, now: Date.UTC(2026, 0, 29) })).toEqual({ x: 1, tx: 2, T: 4 });
    expect(repeatsOf({ buyer: { ...read, purchases: 1 }, now: Date.UTC(2026, 0, 29) })).toEqual({
      x: 0,
      tx: 0,
      T: 4,
    });
  });

  test('has an order', () => {
    expect(buyerOf({ orders: 0 })).toBeUndefined();
  });
});

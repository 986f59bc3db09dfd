import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addPrice, lowestPrice, type PricePoint, priorPrice } from './prices.ts';

const day = 86_400_000;
const eur = (at: number, minor: number): PricePoint => ({ at: at * day, minor, currency: 'EUR' });
const historyOf = (points: readonly PricePoint[]) =>
  points.reduce<readonly PricePoint[]>((prices, point) => addPrice({ prices, point }), []);

const points = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: 0, max: 60 }), minor: fc.integer({ min: 1, max: 9 }) }),
  { selector: ({ at }) => at, maxLength: 30 },
);

/** The lowest of a window, day by day, from everything that was ever said. */
const reference = (all: readonly PricePoint[], from: number, until: number): number | undefined => {
  const sorted = all.toSorted((a, b) => a.at - b.at);
  const inForce = Array.from({ length: (until - from) / day }, (_, index) => from + index * day).flatMap(
    (at) => sorted.findLast((point) => point.at <= at)?.minor ?? [],
  );
  return inForce.length === 0 ? undefined : Math.min(...inForce);
};

describe('the history of a price', () => {
  it('knows the lowest price of any 30 days, whatever the order in which prices came', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 0, max: 60 }), (given, end) => {
        const all = given.map(({ at, minor }) => eur(at, minor));
        const prices = historyOf(all);
        const until = (end + 1) * day;
        const from = until - 30 * day;
        expect(lowestPrice({ prices, currency: 'EUR', from, until })).toBe(reference(all, from, until));
      }),
    );
  });

  it('never loses the lowest price by its bound', () => {
    const all = Array.from({ length: 900 }, (_, index) => ({
      at: index * 3_600_000,
      minor: 1000 + ((index * 7919) % 500),
      currency: 'EUR',
    }));
    const prices = historyOf(all);
    expect(prices.length).toBeLessThanOrEqual(400);
    const last = all.at(-1)?.at ?? 0;
    const lowest = lowestPrice({ prices, currency: 'EUR', from: 0, until: last + 1 });
    expect(lowest).toBe(Math.min(...all.map(({ minor }) => minor)));
  });

  it('compares a reduction with the lowest price of the 30 days before it', () => {
    const prices = historyOf([eur(0, 3000), eur(40, 2500), eur(50, 2800), eur(60, 2000)]);
    expect(priorPrice({ prices, currency: 'EUR', now: 65 * day })).toBe(2500);
    expect(priorPrice({ prices, currency: 'EUR', now: 80 * day })).toBe(2500);
  });

  it('is of one currency', () => {
    const prices = historyOf([eur(0, 3000), { at: day, minor: 10, currency: 'USD' }]);
    expect(lowestPrice({ prices, currency: 'EUR', from: 0, until: 2 * day })).toBe(3000);
    expect(priorPrice({ prices, currency: 'GBP', now: 2 * day })).toBeUndefined();
  });
});

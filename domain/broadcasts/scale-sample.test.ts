import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bucketOf } from '../hash.ts';
import { scaleSample } from './scale-sample.ts';

describe('an estimate of many from some', () => {
  const sampled = fc
    .record({ matched: fc.integer({ min: 0, max: 100_000 }), of: fc.integer({ min: 0, max: 1000 }) })
    .filter(({ matched, of }) => of <= matched)
    .chain(({ matched, of }) =>
      fc.record({
        matched: fc.constant(matched),
        of: fc.constant(of),
        hits: fc.integer({ min: 0, max: of }),
      }),
    );

  it('has an interval around it that holds what was seen and leaves room for what was not', () => {
    fc.assert(
      fc.property(sampled, (input) => {
        const { people, low, high } = scaleSample(input);
        const { hits, of, matched } = input;
        expect(low).toBeGreaterThanOrEqual(hits);
        expect(high).toBeLessThanOrEqual(matched - (of - hits));
        expect(low).toBeLessThanOrEqual(people);
        expect(people).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('is the count itself where everybody was looked at', () => {
    expect(scaleSample({ hits: 7, of: 9, matched: 9 })).toEqual({ people: 7, low: 7, high: 7 });
  });

  it('says nothing where nobody was looked at', () => {
    expect(scaleSample({ hits: 0, of: 0, matched: 40 })).toEqual({ people: 0, low: 0, high: 40 });
  });

  it('holds the true number about 95 times out of 100', () => {
    const matched = 4000;
    const held = Array.from({ length: 300 }, (_, draw) => {
      // Everybody has a place in the order of this draw, and the first thousand are looked at.
      const order = Array.from({ length: matched }, (_one, n) => ({
        n,
        at: bucketOf({ salt: `draw-${draw}`, profileId: `p-${n}` }),
      })).toSorted((a, b) => a.at - b.at);
      const hits = order.slice(0, 1000).filter(({ n }) => n < 300).length;
      const { low, high } = scaleSample({ hits, of: 1000, matched });
      return low <= 300 && 300 <= high;
    }).filter(Boolean).length;
    expect(held / 300).toBeGreaterThan(0.92);
    expect(held / 300).toBeLessThan(0.995);
  });
});

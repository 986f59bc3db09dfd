import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chiSquareTail, normalCdf, normalQuantile, studentCdf, studentQuantile } from './distributions.ts';
import { differenceOfMeans, meanInterval, ratioOfMeans, type Sample } from './means.ts';
import {
  detectableDifference,
  differenceOfProportions,
  ratioOfProportions,
  wilsonInterval,
} from './proportions.ts';
import { sampleRatioTest } from './sample-ratio.ts';
import { incompleteBeta, logGamma, upperGamma } from './special-functions.ts';

const sampleOf = (numbers: readonly number[]): Sample => ({
  count: numbers.length,
  sum: numbers.reduce((sum, one) => sum + one, 0),
  squares: numbers.reduce((sum, one) => sum + one * one, 0),
});

/** A sample of which a mean and a standard deviation were published. */
const sampleWith = (input: { count: number; mean: number; deviation: number }): Sample => ({
  count: input.count,
  sum: input.count * input.mean,
  squares: (input.count - 1) * input.deviation ** 2 + input.count * input.mean ** 2,
});

describe('distributions, against printed tables', () => {
  it.each([
    [0.975, 1.959964],
    [0.995, 2.575829],
    [0.9, 1.281552],
    [0.5, 0],
    [0.01, -2.326348],
  ])('the normal quantile at %f is %f', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 6);
  });

  it.each([
    [0.975, 1, 12.7062],
    [0.975, 10, 2.2281],
    [0.995, 5, 4.0321],
    [0.95, 30, 1.6973],
    [0.975, 120, 1.9799],
  ])("Student's t at %f with %i degrees of freedom is %f", (p, df, t) => {
    expect(studentQuantile({ p, df })).toBeCloseTo(t, 4);
  });

  it.each([
    [3.841, 1, 0.05],
    [18.307, 10, 0.05],
    [10.828, 1, 0.001],
    [2.706, 1, 0.1],
  ])('the tail of chi-square beyond %f with %i degrees of freedom is %f', (x, df, p) => {
    expect(chiSquareTail({ x, df })).toBeCloseTo(p, 4);
  });

  it('special functions agree with values known exactly', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(upperGamma({ a: 1, x: 2.5 })).toBeCloseTo(Math.exp(-2.5), 12);
    expect(incompleteBeta({ a: 1, b: 3, x: 0.2 })).toBeCloseTo(1 - 0.8 ** 3, 12);
    expect(incompleteBeta({ a: 2, b: 2, x: 0.5 })).toBeCloseTo(0.5, 12);
  });

  it('a quantile outside (0, 1) is refused', () => {
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => normalQuantile(0)).toThrow(RangeError);
  });
});

describe('proportions, against published examples', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, Table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('the Wilson interval of %i/%i is %f to %f', (hits, of, low, high) => {
    const interval = wilsonInterval({ hits, of, confidence: 0.95 });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  // Newcombe, "Interval estimation for the difference ...", Statistics in Medicine 17, 1998, Table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('the interval of %i/%i - %i/%i is %f to %f', (hits1, of1, hits2, of2, low, high) => {
    const found = differenceOfProportions({
      of: { hits: hits1, of: of1 },
      from: { hits: hits2, of: of2 },
      confidence: 0.95,
    });
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it("the ratio of the Physicians' Health Study is 1.82, 1.43 to 2.31 (Agresti, Categorical Data Analysis, 3.1)", () => {
    const found = ratioOfProportions({
      of: { hits: 189, of: 11_034 },
      from: { hits: 104, of: 11_037 },
      confidence: 0.95,
    });
    expect(found?.value).toBeCloseTo(1.818, 3);
    expect(found?.low).toBeCloseTo(1.433, 3);
    expect(found?.high).toBeCloseTo(2.306, 3);
    expect(
      ratioOfProportions({ of: { hits: 0, of: 9 }, from: { hits: 1, of: 9 }, confidence: 0.95 }),
    ).toBeUndefined();
  });

  it('what can be detected follows the rule of 16: sixteen variances by the square of the difference', () => {
    const rate = 0.1;
    const found = detectableDifference({ rate, sizes: [1600, 1600], confidence: 0.95 });
    expect(found / Math.sqrt((16 * rate * (1 - rate)) / 1600)).toBeCloseTo(0.99, 2);
    expect(detectableDifference({ rate, sizes: [0, 10], confidence: 0.95 })).toBe(1);
  });
});

describe('means, against published examples', () => {
  it('two makes of cars differ as the NIST/SEMATECH e-Handbook, 1.3.5.3, has it', () => {
    const found = differenceOfMeans({
      of: sampleWith({ count: 249, mean: 20.14458, deviation: 6.4147 }),
      from: sampleWith({ count: 79, mean: 30.48101, deviation: 6.10771 }),
      confidence: 0.95,
    });
    expect(found?.t).toBeCloseTo(-12.94627, 4);
    expect(found?.df).toBeCloseTo(136.875, 2);
    expect(found?.high).toBeLessThan(0);
  });

  it("Student's sleep data differ by 1.58 h, -0.21 to 3.37 (Student 1908; R, ?sleep)", () => {
    const one = sampleOf([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const two = sampleOf([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const found = differenceOfMeans({ of: two, from: one, confidence: 0.95 });
    expect(found?.t).toBeCloseTo(1.8608, 4);
    expect(found?.df).toBeCloseTo(17.776, 3);
    expect(found?.low).toBeCloseTo(-0.2054832, 6);
    expect(found?.high).toBeCloseTo(3.3654832, 6);
  });

  it('say nothing of fewer than two, or of what never varies', () => {
    const confidence = 0.95;
    expect(differenceOfMeans({ of: sampleOf([1]), from: sampleOf([1, 2]), confidence })).toBeUndefined();
    expect(differenceOfMeans({ of: sampleOf([0, 0]), from: sampleOf([0, 0]), confidence })).toBeUndefined();
    expect(meanInterval({ sample: sampleOf([3]), confidence })).toBeUndefined();
    expect(ratioOfMeans({ of: sampleOf([0, 0]), from: sampleOf([1, 2]), confidence })).toBeUndefined();
  });
});

describe('the sample ratio', () => {
  it("of Mendel's peas fits: chi-square 0.47, p 0.925 (Fisher 1936)", () => {
    const found = sampleRatioTest({
      groups: [
        { count: 315, share: 9 },
        { count: 108, share: 3 },
        { count: 101, share: 3 },
        { count: 32, share: 1 },
      ],
    });
    expect(found.chiSquare).toBeCloseTo(0.47, 2);
    expect(found.p).toBeCloseTo(0.925, 3);
    expect(found.isMismatch).toBe(false);
  });

  it('of 821,588 to 815,482 is no chance: p 1.8e-6 (Kohavi, Tang and Xu 2020, chapter 21)', () => {
    const found = sampleRatioTest({
      groups: [
        { count: 821_588, share: 50 },
        { count: 815_482, share: 50 },
      ],
    });
    expect(found.p * 1e6).toBeCloseTo(1.8, 1);
    expect(found.isMismatch).toBe(true);
  });

  it('of nobody, or of one group, is in order', () => {
    expect(sampleRatioTest({ groups: [] }).isMismatch).toBe(false);
    expect(sampleRatioTest({ groups: [{ count: 9, share: 1 }] }).isMismatch).toBe(false);
  });
});

describe('laws', () => {
  const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });
  const proportion = fc
    .tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([of, rate]) => ({ of, hits: Math.round(of * rate) }));
  const numbers = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 2, maxLength: 60 });

  it('a quantile is the inverse of its distribution', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (p, df) => {
          expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 9);
          expect(studentCdf({ t: studentQuantile({ p, df }), df })).toBeCloseTo(p, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('an interval of a proportion holds it, stays within 0 and 1, and mirrors what did not happen', () => {
    fc.assert(
      fc.property(proportion, confidence, ({ hits, of }, level) => {
        const { low, high } = wilsonInterval({ hits, of, confidence: level });
        const mirrored = wilsonInterval({ hits: of - hits, of, confidence: level });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-12).toBeLessThanOrEqual(hits / of);
        expect(high + 1e-12).toBeGreaterThanOrEqual(hits / of);
        expect(mirrored.low).toBeCloseTo(1 - high, 10);
      }),
      { numRuns: 100 },
    );
  });

  it('a difference turned round is the same with its sign changed; more confidence is never narrower', () => {
    fc.assert(
      fc.property(proportion, proportion, confidence, (of, from, level) => {
        const there = differenceOfProportions({ of, from, confidence: level });
        const back = differenceOfProportions({ of: from, from: of, confidence: level });
        expect(back.value).toBeCloseTo(-there.value, 12);
        expect(back.low).toBeCloseTo(-there.high, 12);
        const wider = differenceOfProportions({ of, from, confidence: (1 + level) / 2 });
        expect(wider.low).toBeLessThanOrEqual(there.low + 1e-12);
        expect(wider.high).toBeGreaterThanOrEqual(there.high - 1e-12);
      }),
      { numRuns: 100 },
    );
  });

  it("Welch's interval holds the difference, and moves with what is added to one side", () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 1000 }), (a, b, more) => {
        const of = sampleOf(a);
        const from = sampleOf(b);
        const found = differenceOfMeans({ of, from, confidence: 0.95 });
        if (found === undefined) return;
        expect(found.low).toBeLessThanOrEqual(found.value);
        expect(found.high).toBeGreaterThanOrEqual(found.value);
        const moved = differenceOfMeans({
          of: sampleOf(a.map((one) => one + more)),
          from,
          confidence: 0.95,
        });
        expect(moved?.low).toBeCloseTo(found.low + more, 3);
      }),
      { numRuns: 60 },
    );
  });

  it('the fit of a sample ratio does not depend on how shares are written or on the order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ count: fc.integer({ min: 0, max: 5000 }), share: fc.integer({ min: 1, max: 99 }) }),
          {
            minLength: 2,
            maxLength: 6,
          },
        ),
        (groups) => {
          const found = sampleRatioTest({ groups });
          const other = sampleRatioTest({
            groups: groups.toReversed().map(({ count, share }) => ({ count, share: share * 7 })),
          });
          expect(other.p).toBeCloseTo(found.p, 9);
          expect(found.p).toBeGreaterThanOrEqual(0);
          expect(found.p).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

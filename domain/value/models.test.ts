import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  bgNbdLikelihood,
  type CountedRepeats,
  countRepeats,
  expectedPurchases,
  fitBgNbd,
  probabilityAlive,
  probabilityOfNone,
} from './bg-nbd.ts';
import { expectedSpending, fitGammaGamma } from './gamma-gamma.ts';
import { runAtOnce } from './nelder-mead.ts';

const text = await readFile(join(import.meta.dirname, 'cdnow-for-tests.csv'), 'utf8');
const cdnow = text
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [count = 0, x = 0, tx = 0, T = 0, mean = 0] = line.split(',').map(Number);
    return { count, x, tx, T, mean };
  });
const customers: readonly CountedRepeats[] = cdnow;
const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

describe('BG/NBD on the CDNOW sample', () => {
  test('is fitted to the published parameters and likelihood', () => {
    expect(customers.reduce((sum, { count }) => sum + count, 0)).toBe(2357);
    const { params, likelihood, converged } = runAtOnce(fitBgNbd(customers));
    expect(converged).toBe(true);
    expect(params.r).toBeCloseTo(published.r, 3);
    expect(params.alpha).toBeCloseTo(published.alpha, 2);
    expect(params.a).toBeCloseTo(published.a, 2);
    expect(params.b).toBeCloseTo(published.b, 2);
    expect(likelihood).toBeCloseTo(-9582.4, 1);
    expect(bgNbdLikelihood({ params: published, buyers: customers })).toBeCloseTo(-9582.4, 1);
  });

  test('expects of the customer of the paper (x = 2, t_x = 30.43, T = 38.86) 1.226 purchases in 39 weeks', () => {
    const repeats = { x: 2, tx: 30.43, T: 38.86 };
    const params = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 };
    expect(expectedPurchases({ params, repeats, weeks: 39 })).toBeCloseTo(1.226, 3);
    expect(probabilityAlive({ params, repeats })).toBeCloseTo(0.7266, 3);
  });
});

describe('gamma-gamma on the CDNOW sample', () => {
  const repeaters = cdnow
    .filter(({ x }) => x > 0)
    .flatMap(({ count, ...one }) => Array.from({ length: count }, () => one));
  const published = { p: 6.25, q: 3.74, v: 15.44 };

  test('is fitted to the published parameters', () => {
    expect(repeaters).toHaveLength(946);
    const { params, converged } = runAtOnce(fitGammaGamma(repeaters));
    expect(converged).toBe(true);
    expect(params.p).toBeCloseTo(published.p, 2);
    expect(params.q).toBeCloseTo(published.q, 2);
    expect(params.v).toBeCloseTo(published.v, 1);
  });

  test('does not depend on the unit of the amounts', () => {
    const cents = repeaters.map(({ x, mean }) => ({ x, mean: mean * 100 }));
    const { params } = runAtOnce(fitGammaGamma(cents));
    expect(params.p).toBeCloseTo(published.p, 2);
    expect(params.v / 100).toBeCloseTo(published.v, 1);
  });

  test('expects between what somebody spent and what everybody spends, nearer to the former the more is known', () => {
    const everybody = (published.p * published.v) / (published.q - 1);
    const expected = (x: number) => expectedSpending({ params: published, spending: { x, mean: 100 } });
    expect(everybody).toBeCloseTo(35.2, 1);
    expect(expected(1)).toBeGreaterThan(everybody);
    expect(expected(5)).toBeGreaterThan(expected(1));
    expect(expected(200)).toBeCloseTo(100, 0);
  });
});

describe('what the model says of any buyer', () => {
  const params = fc.record({
    r: fc.double({ min: 0.05, max: 20, noNaN: true }),
    alpha: fc.double({ min: 0.1, max: 100, noNaN: true }),
    a: fc.oneof(fc.constant(1), fc.double({ min: 0.05, max: 10, noNaN: true })),
    b: fc.double({ min: 0.1, max: 20, noNaN: true }),
  });
  const repeats = fc
    .record({
      x: fc.integer({ min: 0, max: 600 }),
      T: fc.double({ min: 0, max: 600, noNaN: true }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ x, T, share }) => ({ x, T, tx: x === 0 ? 0 : T * share }));

  test('is finite, probabilities lie between 0 and 1, and longer times bring more purchases and less silence', () => {
    fc.assert(
      fc.property(params, repeats, (chosen, known) => {
        const at = (weeks: number) => {
          const input = { params: chosen, repeats: known, weeks };
          return { expected: expectedPurchases(input), none: probabilityOfNone(input) };
        };
        const [quarter, year] = [at(13), at(52)];
        for (const { expected, none } of [quarter, year]) {
          expect(expected).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(expected)).toBe(true);
          expect(none).toBeGreaterThanOrEqual(0);
          expect(none).toBeLessThanOrEqual(1);
        }
        expect(year.expected).toBeGreaterThanOrEqual(quarter.expected * (1 - 1e-9));
        expect(year.none).toBeLessThanOrEqual(quarter.none + 1e-12);
      }),
      { numRuns: 2000 },
    );
  });

  test('is nearly the same on both sides of a = 1, where the formula is a limit', () => {
    const known = { x: 3, tx: 20, T: 30 };
    const at = (a: number) => expectedPurchases({ params: { ...published, a }, repeats: known, weeks: 52 });
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 3);
  });

  test('is worked out of buyers with the same history as one row', () => {
    const one = { x: 1, tx: 2, T: 3 };
    expect(countRepeats([one, { x: 0, tx: 0, T: 3 }, one])).toEqual([
      { ...one, count: 2 },
      { x: 0, tx: 0, T: 3, count: 1 },
    ]);
  });
});

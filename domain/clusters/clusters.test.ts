import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkConditions } from '../rules/conditions.ts';
import { personFacts } from '../rules/facts.ts';
import type { BuyerFacts } from './facts.ts';
import { findClusters } from './find-clusters.ts';
import { conditionsOf, findRule, passes, qualityOf, type Test } from './find-rule.ts';
import { kMeans, squaredDistance } from './k-means.ts';
import { distancesOf, silhouette, structureOf } from './silhouette.ts';

const point = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 2 });
const breathe = (): Promise<void> => Promise.resolve();

/** Buyers around three habits: they come often and lately, came once long ago, or buy tea only. */
const shop = (each: number): readonly BuyerFacts[] => {
  // Up to a fifth more or less, in no order.
  let turn = 0;
  const about = (value: number): number =>
    Math.max(0, Math.round(value * (0.8 + 0.4 * (((turn += 1) * 0.618) % 1))));
  const kinds = [
    { recency: 10, orders: 20, revenue: 900, categories: new Set(['Coffee', 'Cups']) },
    { recency: 400, orders: 1, revenue: 25, categories: new Set(['Coffee']) },
    { recency: 60, orders: 4, revenue: 120, categories: new Set(['Tea']) },
  ];
  return Array.from({ length: each * 3 }, (_one, at) => {
    const kind = kinds[at % 3] ?? { recency: 0, orders: 1, revenue: 0, categories: new Set<string>() };
    return {
      recency: about(kind.recency),
      orders: Math.max(1, about(kind.orders)),
      revenue: about(kind.revenue),
      categories: kind.categories,
    };
  });
};

describe('k-means', () => {
  it('puts every point to the centre that is nearest, the same way each time', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 6, maxLength: 40 }),
        fc.integer({ min: 2, max: 4 }),
        (points, k) => {
          const found = kMeans({ points, k, seed: 3 });
          expect(kMeans({ points, k, seed: 3 })).toEqual(found);
          const total = points.reduce((sum, one, at) => {
            const own = squaredDistance(one, found.centers[found.of[at] ?? 0] ?? []);
            return sum + own;
          }, 0);
          expect(found.of).toHaveLength(points.length);
          // One centre for all is never tighter.
          const one = kMeans({ points, k: 1, seed: 3 });
          expect(total).toBeLessThanOrEqual(one.inertia + 1e-6);
        },
      ),
    );
  });
});

describe('a silhouette', () => {
  it('is between -1 and 1, near 1 for groups far apart', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 4, maxLength: 20 }), (points) => {
        const score = silhouette({ distances: distancesOf(points), of: points.map((_one, at) => at % 2) });
        expect(Math.abs(score)).toBeLessThanOrEqual(1);
      }),
    );
    const apart = [
      [0, 0],
      [0, 1],
      [100, 0],
      [100, 1],
    ];
    expect(silhouette({ distances: distancesOf(apart), of: [0, 0, 1, 1] })).toBeCloseTo(0.99, 2);
    expect([0.8, 0.6, 0.3, 0.1].map(structureOf)).toEqual(['strong', 'reasonable', 'weak', 'none']);
  });
});

describe('segments found in data', () => {
  it('are the habits that there are, with the best silhouette, what differs, and conditions that find them', async () => {
    const people = shop(60);
    const found = await findClusters({ people, breathe });
    expect(found?.clusters.map((one) => one.people)).toEqual([60, 60, 60]);
    expect(found?.silhouette).toBe(Math.max(...(found?.tried ?? []).map((one) => one.silhouette)));
    expect(structureOf(found?.silhouette ?? 0)).not.toBe('none');
    for (const { rule, quality, differs } of found?.clusters ?? []) {
      expect(rule.length).toBeGreaterThan(0);
      expect(differs.length).toBeGreaterThan(0);
      expect(quality.precision).toBeGreaterThan(0.9);
      expect(quality.recall).toBeGreaterThan(0.9);
    }
    expect(await findClusters({ people, breathe })).toEqual(found);
  });

  it('are not looked for among few', async () => {
    expect(await findClusters({ people: shop(10), breathe })).toBeUndefined();
  });

  it('have conditions that a segment takes', () => {
    const tests: Test[] = [
      { fact: 'recency', is: 'most', value: 0 },
      { fact: 'recency', is: 'least', value: 90 },
      { fact: 'orders', is: 'least', value: 2 },
      { fact: 'revenue', is: 'most', value: 50 },
      { fact: 'category', is: 'has', value: 'Tea' },
      { fact: 'category', is: 'lacks', value: 'Cups' },
    ];
    const conditions = conditionsOf(tests);
    expect(conditions.all.map(({ operator, value }) => [operator, value])).toEqual([
      ['newerThan', '1 day'],
      ['olderThan', '90 days'],
      ['greaterThanInclusive', 2],
      ['lessThanInclusive', 50],
      ['contains', 'Tea'],
      ['doesNotContain', 'Cups'],
    ]);
    expect(checkConditions({ conditions, facts: personFacts })).toEqual([]);
  });

  it('have a rule that is as good on those it was found with as it says', () => {
    const people = shop(30).map((person) => ({ person, isIn: person.categories.has('Tea') }));
    const rule = findRule({ people, categories: ['Tea', 'Coffee'] });
    expect(qualityOf(rule, people)).toEqual({ precision: 1, recall: 1 });
    expect(people.filter(({ person }) => rule.every((test) => passes(test, person)))).toHaveLength(30);
  });
});

import { describe, expect, it } from 'vitest';

import { evaluateBaskets } from './evaluate.ts';
import { readBaskets } from './read-baskets.ts';
import { syntheticBaskets } from './synthetic-baskets-for-tests.ts';

const read = (text: string) => {
  const checked = readBaskets(text);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value.baskets;
};

describe('the measurement of recommendations', () => {
  it('finds what goes together where something does, better than what is popular and than chance', () => {
    const baskets = read(syntheticBaskets({ seed: 7, people: 600, isLinked: true }));
    const { people, recommended, popular, random, gain } = evaluateBaskets({ baskets, seed: 1 });
    expect(people).toBeGreaterThan(400);
    expect(recommended.hitRate.value).toBeGreaterThan(popular.hitRate.value);
    expect(popular.hitRate.value).toBeGreaterThan(random.hitRate.value);
    expect(gain.hitRate.low).toBeGreaterThan(0);
    expect(gain.mrr.low).toBeGreaterThan(0);
  });

  it('claims nothing where products have nothing to do with each other', () => {
    const baskets = read(syntheticBaskets({ seed: 7, people: 600, isLinked: false }));
    const { gain } = evaluateBaskets({ baskets, seed: 1 });
    expect(gain.hitRate.low).toBeLessThanOrEqual(0);
  });

  it('is the same for the same baskets and seed', () => {
    const baskets = read(syntheticBaskets({ seed: 3, people: 80, isLinked: true }));
    expect(evaluateBaskets({ baskets, seed: 5 })).toEqual(evaluateBaskets({ baskets, seed: 5 }));
  });
});

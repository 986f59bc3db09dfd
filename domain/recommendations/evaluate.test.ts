import { describe, expect, it } from 'vitest';

import { evaluateBaskets } from './evaluate.ts';
import { readBaskets } from './read-baskets.ts';
import { syntheticBaskets } from './synthetic-baskets-for-tests.ts';

const read = (text: string) => {
  const checked = readBaskets(text);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
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

  it('reads the columns of public sets, and names what is missing with a hint', () => {
    expect(read('user_id,order_number,product_id\n1,1,a\n1,1,b\n1,2,c')).toEqual([
      { person: '1', at: 86_400_000, products: ['a', 'b'] },
      { person: '1', at: 172_800_000, products: ['c'] },
    ]);
    const refused = readBaskets('user_id,product_id\n1,a');
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'missing-column', path: 'at' }] });
    expect(readBaskets('user_id,date,product_id\n1,soon,a')).toMatchObject({
      ok: false,
      problems: [{ line: 2 }],
    });
  });
});

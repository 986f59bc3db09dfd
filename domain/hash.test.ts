import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { bucketOf, hashId, pickByWeight } from './hash.ts';

test('ids of different parts differ, also where the parts run together to the same text', () => {
  expect(hashId('a', 'bc')).not.toBe(hashId('ab', 'c'));
  expect(hashId('1')).not.toBe(hashId(1));
  expect(hashId('a', '')).not.toBe(hashId('a'));
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
      expect(hashId(...one) === hashId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      expect(hashId(...one)).toMatch(/^[\w-]{22}$/);
    }),
  );
});

test('buckets are the same for the same person and salt, and spread evenly', () => {
  const buckets = Array.from({ length: 4000 }, (_p, n) => bucketOf({ salt: 'x', profileId: `p${n}` }));
  for (const bucket of buckets) expect(bucket >= 0 && bucket < 1).toBe(true);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = buckets.filter((bucket) => Math.floor(bucket * 10) === tenth).length / buckets.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
  }
  expect(bucketOf({ salt: 'x', profileId: 'p1' })).toBe(buckets[1]);
});

test('picks by weight: the bounds of the shares are exact, nothing of no weight is picked', () => {
  const items = [
    { name: 'a', weight: 1 },
    { name: 'none', weight: 0 },
    { name: 'b', weight: 3 },
  ];
  const at = (bucket: number) => pickByWeight({ items, bucket })?.name;
  expect([0, 0.2499, 0.25, 0.9999].map(at)).toEqual(['a', 'a', 'b', 'b']);
  expect(pickByWeight({ items: [], bucket: 0.5 })).toBeUndefined();
});

import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { placeBehind, workKey } from './work-key.ts';

const item = fc.record({
  dueAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: undefined }),
  since: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  id: fc.string({ minLength: 1, maxLength: 5 }),
});

it('the order of keys is that of due dates, with what has none behind, the oldest first', () => {
  fc.assert(
    fc.property(item, item, (one, other) => {
      const [a, b] = [one.dueAt ?? Infinity, other.dueAt ?? Infinity];
      fc.pre(a !== b || (a === Infinity && one.since !== other.since));
      const isBefore = a === b ? one.since < other.since : a < b;
      expect(workKey(one) < workKey(other)).toBe(isBefore);
    }),
  );
});

it('a key says where a list goes on', () => {
  expect(placeBehind(workKey({ dueAt: 5, id: 'a:b' }))).toEqual({ dated: { at: 5, id: 'a:b' } });
  expect(placeBehind(workKey({ since: 7, id: 'x' }))).toEqual({ undated: { since: 7, id: 'x' } });
  expect(placeBehind(workKey({ id: 'x' }))).toEqual({ undated: { since: 0, id: 'x' } });
  expect(placeBehind(undefined)).toEqual({ dated: { at: -1, id: '' } });
  expect(() => placeBehind('abc')).toThrow(RangeError);
});

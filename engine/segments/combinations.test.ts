import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { exactly, membersOf, setsOf } from './combinations.ts';

it('people are in exactly one set of segments, whatever they are in', () => {
  const people = fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      sets: fc.array(fc.integer({ min: 0, max: 2 ** count - 1 }), { maxLength: 40 }),
    }),
  );
  fc.assert(
    fc.property(people, ({ count, sets }) => {
      const atLeast = setsOf(count).map((set) => sets.filter((one) => (one & set) === set).length);
      const counted = setsOf(count).map((set) => sets.filter((one) => one === set).length);
      expect(exactly(atLeast, count)).toEqual(counted);
    }),
  );
});

it('a set names the segments in it', () => {
  expect(membersOf(0b101, 3)).toEqual([0, 2]);
  expect(membersOf(0, 3)).toEqual([]);
});

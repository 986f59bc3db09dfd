import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { type Circle, circlesOf, lensArea } from './circles.ts';

const sharedBy = (one: Circle, other: Circle): number =>
  lensArea({
    a: one.radius,
    b: other.radius,
    distance: Math.hypot(one.x - other.x, one.y - other.y),
  });

const area = ({ radius }: Circle): number => Math.PI * radius ** 2;

it('two circles and what they share have the areas of their numbers', () => {
  const pair = fc
    .record({ one: fc.integer({ min: 1, max: 100_000 }), two: fc.integer({ min: 1, max: 100_000 }) })
    .chain(({ one, two }) =>
      fc.record({
        one: fc.constant(one),
        two: fc.constant(two),
        both: fc.integer({ min: 0, max: Math.min(one, two) }),
      }),
    );
  fc.assert(
    fc.property(pair, ({ one, two, both }) => {
      const [first, second] = circlesOf([one, two], () => both) ?? [];
      if (first === undefined || second === undefined) throw new Error('Two circles always stand.');
      expect(area(first) / one).toBeCloseTo(1, 6);
      expect(area(second) / two).toBeCloseTo(1, 6);
      expect(sharedBy(first, second) / Math.min(one, two)).toBeCloseTo(both / Math.min(one, two), 4);
    }),
  );
});

it('three circles share in pairs what the numbers say, or there is no picture', () => {
  const shares = [
    [0, 1, 30],
    [0, 2, 20],
    [1, 2, 10],
  ] as const;
  const shared = (one: number, other: number): number =>
    shares.find(([a, b]) => a === one && b === other)?.[2] ?? 0;
  const circles = circlesOf([100, 80, 60], shared) ?? [];
  expect(circles).toHaveLength(3);
  for (const [one, other, people] of shares) {
    const [a, b] = [circles[one], circles[other]];
    if (a === undefined || b === undefined) throw new Error('A circle is missing.');
    expect(sharedBy(a, b)).toBeCloseTo(people, 3);
  }
  // The first two hardly touch, and the third lies within both: no circles can do that.
  expect(circlesOf([100, 100, 50], (one, other) => (one === 0 && other === 1 ? 0 : 50))).toBeUndefined();
});

it('there is nothing to draw of a segment without people, of one segment, and of four', () => {
  expect(circlesOf([1, 0], () => 0)).toBeUndefined();
  expect(circlesOf([1], () => 0)).toBeUndefined();
  expect(circlesOf([1, 1, 1, 1], () => 0)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';

import { type Rival, runsTooMany } from './reentry.ts';

const hour = 3_600_000;
const monday = Date.parse('2026-06-01T09:00:00Z');

const run = (id: string, at: number, more: Partial<Rival> = {}): Rival => ({
  id,
  enteredAt: monday + at * hour,
  status: 'active',
  ...more,
});
const over = (at: number, outcome = 'completed'): Partial<Rival> => ({
  status: 'ended',
  endedAt: monday + at * hour,
  outcome,
});
const tooMany = (again: string, ...runs: readonly Rival[]) =>
  runsTooMany({ runs, again, zone: 'Europe/Madrid' }).map((one) => `${one.run} for ${one.instead}`);

describe('runs of people who turn out to be one, by journey and key', () => {
  test.each(['never', 'after exit', 'after 30 days'])(
    'of two that are active the one that was entered first goes on (again: %s)',
    (again) => {
      expect(tooMany(again, run('b', 1), run('a', 0))).toEqual(['b for a']);
      expect(tooMany(again, run('c', 2), run('b', 1), run('a', 0))).toEqual(['b for a', 'c for a']);
    },
  );

  test('entered at the same instant, one of the two goes on, always the same', () => {
    expect(tooMany('never', run('a', 0), run('b', 0))).toEqual(['b for a']);
    expect(tooMany('never', run('b', 0), run('a', 0))).toEqual(['b for a']);
  });

  test('one that is active ends when the other has taken the person through', () => {
    expect(tooMany('never', run('a', 0, over(1)), run('b', 2))).toEqual(['b for a']);
    expect(tooMany('never', run('a', 0), run('b', 1, over(2)))).toEqual(['a for b']);
    expect(tooMany('after exit', run('a', 0), run('b', 1, over(2)))).toEqual(['a for b']);
  });

  test('both go on where one person would have had both', () => {
    expect(tooMany('always', run('a', 0), run('b', 1))).toEqual([]);
    expect(tooMany('after exit', run('a', 0, over(1)), run('b', 2))).toEqual([]);
    expect(tooMany('after 2 hours', run('a', 0, over(1)), run('b', 3))).toEqual([]);
    expect(tooMany('after 2 hours', run('a', 0, over(1)), run('b', 1.5))).toEqual(['b for a']);
  });

  test('what took nobody through counts for nothing: held out, or ended by an earlier merge', () => {
    expect(tooMany('never', run('a', 0, over(0, 'held-out')), run('b', 1))).toEqual([]);
    expect(tooMany('never', run('a', 0, over(1, 'merged')), run('b', 1))).toEqual([]);
  });
});

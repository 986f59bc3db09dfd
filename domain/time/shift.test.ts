import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { toDuration } from './duration.ts';
import { zonedAt } from './local.ts';
import { addDuration, comesNear, comesOfAge, horizon, subtractDuration, threshold } from './shift.ts';
import { zonedInstants } from './zones-for-tests.ts';

const zone = 'Europe/Madrid';
const add = (from: string, text: string, times = 1): string =>
  new Date(addDuration({ from: Date.parse(from), duration: toDuration(text), zone, times })).toISOString();
const durations = fc
  .constantFrom(
    '36 hours',
    '2 days',
    '1 calendar day',
    '5 calendar days',
    '1 calendar week',
    '1 month',
    '13 months',
    '1 year',
    '4 years',
  )
  .map(toDuration);

test('a day is 24 hours and a calendar day keeps the local time when clocks change', () => {
  expect(add('2026-03-28T09:00Z', '1 day')).toBe('2026-03-29T09:00:00.000Z');
  expect(add('2026-03-28T09:00Z', '1 calendar day')).toBe('2026-03-29T08:00:00.000Z');
  expect(add('2026-10-24T09:00Z', '1 calendar day')).toBe('2026-10-25T10:00:00.000Z');
  expect(add('2026-10-20T09:00Z', '1 week')).toBe('2026-10-27T09:00:00.000Z');
  expect(add('2026-10-20T09:00Z', '1 calendar week')).toBe('2026-10-27T10:00:00.000Z');
});

test('a month from the 31st is the last of a shorter month, and twice a month is not a month twice', () => {
  expect(add('2026-01-31T09:00Z', '1 month')).toBe('2026-02-28T09:00:00.000Z');
  expect(add('2026-01-31T09:00Z', '1 month', 2)).toBe('2026-03-31T08:00:00.000Z');
  expect(add('2024-02-29T09:00Z', '1 year')).toBe('2025-02-28T09:00:00.000Z');
  expect(add('2024-02-29T09:00Z', '4 years')).toBe('2028-02-29T09:00:00.000Z');
});

test('exact durations add milliseconds, and subtracting undoes adding', () => {
  fc.assert(
    fc.property(zonedInstants, fc.integer({ min: 1, max: 5000 }), ({ zone, at }, amount) => {
      const duration = toDuration(`${amount} hours`);
      const later = addDuration({ from: at, duration, zone });
      expect(later - at).toBe(amount * 3_600_000);
      expect(subtractDuration({ from: later, duration, zone })).toBe(at);
    }),
  );
});

test('calendar durations keep the local time, unless the clock skips it', () => {
  fc.assert(
    fc.property(
      zonedInstants,
      durations,
      fc.constantFrom(addDuration, subtractDuration),
      ({ zone, at }, duration, move) => {
        fc.pre(duration.kind === 'calendar');
        const from = zonedAt({ at, zone });
        const to = zonedAt({ at: move({ from: at, duration, zone }), zone });
        const change = to.subtract({ milliseconds: 1 }).getTimeZoneTransition('next');
        const endsGap = change?.epochMilliseconds === to.epochMilliseconds;
        expect(to.toPlainTime().equals(from.toPlainTime()) || endsGap).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('the threshold of an age and the horizon ahead never go backward', () => {
  const laters = fc.integer({ min: 0, max: 5 * 86_400_000 });
  fc.assert(
    fc.property(
      zonedInstants,
      durations,
      laters,
      fc.constantFrom(threshold, horizon),
      (start, duration, later, reach) => {
        const { zone, at } = start;
        const first = reach({ now: at, duration, zone });
        expect(reach({ now: at + later, duration, zone })).toBeGreaterThanOrEqual(first);
      },
    ),
    { numRuns: 1000 },
  );
});

test('what comes of age, or near, at an instant is so then, and not a millisecond before', () => {
  fc.assert(
    fc.property(zonedInstants, durations, ({ zone, at }, duration) => {
      const old = comesOfAge({ instant: at, duration, zone });
      expect(threshold({ now: old, duration, zone })).toBeGreaterThanOrEqual(at);
      expect(threshold({ now: old - 1, duration, zone })).toBeLessThan(at);
      const near = comesNear({ instant: at, duration, zone });
      expect(horizon({ now: near, duration, zone })).toBeGreaterThanOrEqual(at);
      expect(horizon({ now: near - 1, duration, zone })).toBeLessThan(at);
    }),
    { numRuns: 200 },
  );
});

test('one month is not over twice at the end of a long month', () => {
  const duration = toDuration('1 month');
  const steps = ['2027-03-28T22:59Z', '2027-03-29T00:30Z', '2027-03-31T12:00Z', '2027-04-01T09:00Z'];
  const shown = steps.map((now) =>
    new Date(threshold({ now: Date.parse(now), duration, zone: 'UTC' })).toISOString(),
  );
  expect(shown).toEqual([
    '2027-02-28T22:59:00.000Z',
    '2027-03-01T00:00:00.000Z',
    '2027-03-01T00:00:00.000Z',
    '2027-03-01T09:00:00.000Z',
  ]);
});

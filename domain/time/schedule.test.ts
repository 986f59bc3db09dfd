import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayExists, localDay, zonedAt } from './local.ts';
import { nextOccurrence, scheduleSchema, type Schedule } from './schedule.ts';
import { isoWeekdays, weekdays } from './weekday.ts';
import { timesOfDay, zonedInstants } from './zones-for-tests.ts';

const zone = 'Europe/Madrid';
const next = (after: string, schedule: Schedule): string =>
  new Date(nextOccurrence({ after: Date.parse(after), schedule, zone })).toISOString();

test('every day, week and month at a local time', () => {
  expect(next('2026-06-03T07:00Z', { every: 'day', at: '09:00' }), 'strictly after').toBe(
    '2026-06-04T07:00:00.000Z',
  );
  expect(next('2026-06-03T06:59:59.999Z', { every: 'day', at: '09:00' })).toBe('2026-06-03T07:00:00.000Z');
  expect(next('2026-06-03T07:00Z', { every: 'week', on: ['mon'], at: '09:00' })).toBe(
    '2026-06-08T07:00:00.000Z',
  );
  expect(next('2026-01-31T09:00Z', { every: 'month', on: 31, at: '09:00' })).toBe('2026-02-28T08:00:00.000Z');
  expect(next('2026-02-01T09:00Z', { every: 'month', on: 'last', at: '09:00' })).toBe(
    '2026-02-28T08:00:00.000Z',
  );
  expect(next('2026-02-01T09:00Z', { every: 'month', on: 1, at: '09:00' })).toBe('2026-03-01T08:00:00.000Z');
});

test('on the days clocks change it still happens once', () => {
  const daily: Schedule = { every: 'day', at: '02:30' };
  expect(next('2026-03-28T12:00Z', daily)).toBe('2026-03-29T01:00:00.000Z');
  expect(next('2026-03-29T01:00Z', daily)).toBe('2026-03-30T00:30:00.000Z');
  expect(next('2026-10-24T12:00Z', daily)).toBe('2026-10-25T00:30:00.000Z');
  expect(next('2026-10-25T00:30Z', daily)).toBe('2026-10-26T01:30:00.000Z');
});

test('where the clock skips the end of a day, it is the last minute of that day', () => {
  const daily: Schedule = { every: 'day', at: '23:45' };
  const after = Date.parse('2018-05-04T12:00Z');
  const found = nextOccurrence({ after, schedule: daily, zone: 'Asia/Pyongyang' });
  expect(new Date(found).toISOString()).toBe('2018-05-04T14:59:00.000Z');
});

const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ every: fc.constant('day' as const), at: timesOfDay }),
  fc.record({
    every: fc.constant('week' as const),
    on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    at: timesOfDay,
  }),
  fc.record({
    every: fc.constant('month' as const),
    on: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
    at: timesOfDay,
  }),
);

test('exactly one occurrence on every local day the schedule names, in every zone over every change', () => {
  fc.assert(
    fc.property(zonedInstants, schedules, ({ zone, at }, schedule) => {
      const first = zonedAt({ at, zone }).toPlainDate().add({ days: 1 });
      const last = first.add({ days: 9 });
      const expected: string[] = [];
      for (let day = first; day.until(last).days >= 0; day = day.add({ days: 1 })) {
        const named =
          schedule.every === 'day' ||
          (schedule.every === 'week' && isoWeekdays(schedule.on).has(day.dayOfWeek)) ||
          (schedule.every === 'month' &&
            day.day === (schedule.on === 'last' ? day.daysInMonth : Math.min(schedule.on, day.daysInMonth)));
        if (named && dayExists({ day, zone })) expected.push(day.toString());
      }
      const found: string[] = [];
      let after = at;
      for (;;) {
        const occurrence = nextOccurrence({ after, schedule, zone });
        expect(occurrence).toBeGreaterThan(after);
        after = occurrence;
        const day = localDay({ at: occurrence, zone });
        if (day > last.toString()) break;
        if (day >= first.toString()) found.push(day);
      }
      expect(found).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('the local time is the one asked for, unless the clock skips it', () => {
  fc.assert(
    fc.property(zonedInstants, timesOfDay, ({ zone, at }, time) => {
      const occurrence = zonedAt({
        at: nextOccurrence({ after: at, schedule: { every: 'day', at: time }, zone }),
        zone,
      });
      const shown = occurrence.toPlainTime().toString({ smallestUnit: 'minute' });
      const change = occurrence.subtract({ milliseconds: 1 }).getTimeZoneTransition('next');
      const early = change === null ? 1 : change.epochMilliseconds - occurrence.epochMilliseconds;
      expect(shown === time || early === 0 || early === 60_000).toBe(true);
    }),
  );
});

test('a schedule without a day or with a time there is not is refused', () => {
  const wrong = [
    { every: 'week', at: '09:00' },
    { every: 'week', on: [], at: '09:00' },
    { every: 'month', on: 32, at: '09:00' },
    { every: 'hour', at: '09:00' },
    { every: 'day', at: '9am' },
  ];
  expect(wrong.filter((schedule) => scheduleSchema.safeParse(schedule).success)).toEqual([]);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { zonedAt } from './local.ts';
import { endOfQuiet, quietHoursSchema, type QuietHours } from './quiet-hours.ts';
import { isoWeekdays, weekdays } from './weekday.ts';
import { timesOfDay, zonedInstants } from './zones-for-tests.ts';

const night: QuietHours = { from: '21:00', to: '08:00' };
const end = (at: string, quiet: QuietHours | QuietHours[], zone = 'Europe/Madrid'): string | undefined => {
  const ends = endOfQuiet({ at: Date.parse(at), quiet, zone });
  return ends === undefined ? undefined : new Date(ends).toISOString();
};

test('inside quiet hours the end is told, outside there is none', () => {
  expect(end('2026-06-03T19:00Z', night)).toBe('2026-06-04T06:00:00.000Z');
  expect(end('2026-06-03T02:00Z', night)).toBe('2026-06-03T06:00:00.000Z');
  expect(end('2026-06-03T06:00Z', night)).toBeUndefined();
  expect(end('2026-06-03T18:59:59.999Z', night)).toBeUndefined();
});

test('quiet hours that touch or overlap count as one', () => {
  const sunday: QuietHours = { days: ['sun'] };
  expect(end('2026-06-06T20:00Z', [night, sunday])).toBe('2026-06-08T06:00:00.000Z');
  expect(end('2026-06-06T10:00Z', { days: ['sat', 'sun'] })).toBe('2026-06-07T22:00:00.000Z');
});

test('hours that come twice are quiet twice, hours that do not come are not waited for', () => {
  const early: QuietHours = { from: '01:00', to: '02:30' };
  expect(end('2026-10-25T00:45Z', early), 'between the two 02:30').toBe('2026-10-25T01:30:00.000Z');
  expect(end('2026-03-29T00:30Z', early), '02:30 does not exist').toBe('2026-03-29T01:00:00.000Z');
});

test('quiet hours without a gap are refused', () => {
  expect(quietHoursSchema.safeParse({}).success).toBe(false);
  expect(quietHoursSchema.safeParse({ from: '00:00', to: '24:00' }).success).toBe(false);
  expect(quietHoursSchema.safeParse({ days: ['mon-sun'] }).success).toBe(false);
  expect(quietHoursSchema.safeParse(night).success).toBe(true);
  expect(quietHoursSchema.safeParse({ days: ['sun'] }).success).toBe(true);
  expect(() =>
    end('2026-06-06T20:00Z', [
      { from: '06:00', to: '20:00' },
      { from: '20:00', to: '06:00' },
    ]),
  ).toThrowError(/never end/);
});

const quietHours: fc.Arbitrary<QuietHours> = fc
  .record({
    days: fc.option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), { nil: undefined }),
    from: timesOfDay,
    to: timesOfDay,
  })
  .filter((quiet) => quietHoursSchema.safeParse(quiet).success);

test('nobody is ever disturbed while their wall clock is inside quiet hours, on any day of any zone', () => {
  fc.assert(
    fc.property(zonedInstants, quietHours, ({ zone, at }, quiet) => {
      const local = zonedAt({ at, zone });
      const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
      const { from = '00:00', to = '24:00' } = quiet;
      const on = (day: number): boolean => quiet.days === undefined || isoWeekdays(quiet.days).has(day);
      const today = on(local.dayOfWeek) && time >= from && (to < from || time < to);
      const ends = endOfQuiet({ at, quiet, zone });
      const yesterday = on(local.toPlainDate().subtract({ days: 1 }).dayOfWeek) && to < from && time < to;
      expect(ends === undefined && (today || yesterday)).toBe(false);
      expect(ends === undefined ? undefined : endOfQuiet({ at: ends, quiet, zone })).toBeUndefined();
      expect(ends ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
    }),
    { numRuns: 500 },
  );
});

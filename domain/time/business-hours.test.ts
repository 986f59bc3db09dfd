import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  addBusinessTime,
  businessCalendar,
  businessHoursSchema,
  businessTimeBetween,
  isBusinessTime,
  nextBusinessTime,
  type BusinessCalendar,
} from './business-hours.ts';
import { dayExists, lastLocalAt, localDay } from './local.ts';
import { isoWeekdays, weekdays } from './weekday.ts';
import { windowSchema, type Window } from './window.ts';
import { timesOfDay, zonedInstants } from './zones-for-tests.ts';

const hour = 3_600_000;
const minute = 60_000;

const office = businessCalendar({
  hours: {
    hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }],
    holidays: ['2026-12-25', '2027-01-01'],
  },
  zone: 'Europe/Madrid',
});

const between = (from: string, to: string, calendar = office): number =>
  businessTimeBetween({ from: Date.parse(from), to: Date.parse(to), calendar }) / hour;
const after = (from: string, hours: number, calendar = office): string | undefined => {
  const at = addBusinessTime({ from: Date.parse(from), time: hours * hour, calendar });
  return at === undefined ? undefined : new Date(at).toISOString();
};

test('only the hours at work count, not nights, weekends and holidays', () => {
  expect(between('2026-12-21T08:00Z', '2026-12-21T09:30Z')).toBe(1.5);
  expect(between('2026-12-21T15:00Z', '2026-12-22T09:00Z'), 'over a night').toBe(2);
  expect(between('2026-12-18T15:00Z', '2026-12-21T09:00Z'), 'over a weekend').toBe(2);
  expect(between('2026-12-24T08:00Z', '2026-12-28T16:00Z'), 'over Christmas').toBe(16);
  expect(between('2026-12-22T09:00Z', '2026-12-21T09:00Z'), 'backwards').toBe(0);
});

test('a deadline is at the close of a day rather than at the opening of the next', () => {
  expect(after('2026-12-21T14:00Z', 2)).toBe('2026-12-21T16:00:00.000Z');
  expect(after('2026-12-21T14:00Z', 3)).toBe('2026-12-22T09:00:00.000Z');
  expect(after('2026-12-24T15:00Z', 4), 'over Christmas and a weekend').toBe('2026-12-28T11:00:00.000Z');
  expect(after('2026-12-20T10:00Z', 0)).toBe('2026-12-20T10:00:00.000Z');
});

test('hours are those of the wall clock of the zone, before and after the clocks change', () => {
  expect(after('2026-10-23T14:30Z', 1)).toBe('2026-10-26T08:30:00.000Z');
  expect(after('2026-03-27T15:30Z', 1)).toBe('2026-03-30T07:30:00.000Z');
});

test('a night shift lasts as long as the night does, and ends where a holiday begins', () => {
  const nights = businessCalendar({
    hours: { zone: 'Europe/Madrid', hours: [{ from: '22:00', to: '06:00' }], holidays: ['2026-12-25'] },
    zone: 'UTC',
  });
  expect(between('2026-10-24T18:00Z', '2026-10-25T12:00Z', nights)).toBe(9);
  expect(between('2026-03-28T18:00Z', '2026-03-29T12:00Z', nights)).toBe(7);
  expect(between('2026-12-24T12:00Z', '2026-12-26T12:00Z', nights), 'two hours before midnight').toBe(2);
});

test('it says when work begins next, and when it never does', () => {
  const at = Date.parse('2026-12-24T16:00Z');
  expect(nextBusinessTime({ at, calendar: office })).toBe(Date.parse('2026-12-28T08:00Z'));
  expect(isBusinessTime({ at, calendar: office })).toBe(false);
  expect(isBusinessTime({ at: at - 1, calendar: office })).toBe(true);
  const skipped = businessCalendar({
    hours: { hours: [{ from: '02:10', to: '02:20' }], zone: 'Europe/Madrid' },
    zone: 'UTC',
  });
  expect(after('2026-03-28T12:00Z', 0.1, skipped), 'an opening that the clocks skip').toBe(
    '2026-03-30T00:16:00.000Z',
  );
});

test('business hours in a file are checked', () => {
  const good = { hours: [{ days: ['mon-fri'], from: '09:00', to: '17:00' }], holidays: ['2028-02-29'] };
  expect(businessHoursSchema.safeParse(good).success).toBe(true);
  for (const holidays of [['2026-02-29'], ['25.12.2026'], [7]])
    expect(businessHoursSchema.safeParse({ ...good, holidays }).success).toBe(false);
  expect(businessHoursSchema.safeParse({ ...good, zone: 'Madrid' }).success).toBe(false);
  expect(businessHoursSchema.safeParse({ hours: [] }).success).toBe(false);
});

const windows: fc.Arbitrary<Window> = fc
  .record({
    days: fc.option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), { nil: undefined }),
    from: timesOfDay,
    to: timesOfDay,
  })
  .filter((window) => windowSchema.safeParse(window).success);

const situations = zonedInstants.chain(({ zone, at }) =>
  fc.record({
    from: fc.constant(Math.floor(at / minute) * minute),
    calendar: fc.record({
      zone: fc.constant(zone),
      hours: fc.array(windows, { minLength: 1, maxLength: 3 }),
      holidays: fc
        .subarray([-1, 0, 1, 2].map((days) => localDay({ at: at + days * 24 * hour, zone })))
        .map((days) => new Set(days)),
    }),
  }),
);

/** Whether the wall clock says that it is business time, worked out from the words of the file alone. */
const saysTheWall = (input: { at: number; calendar: BusinessCalendar }): boolean => {
  const { zone, holidays, hours } = input.calendar;
  const local = lastLocalAt({ at: input.at, zone });
  const today = local.toPlainDate();
  const yesterday = today.subtract({ days: 1 });
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const works = (day: typeof today, window: Window): boolean =>
    dayExists({ day, zone }) &&
    !holidays.has(day.toString()) &&
    (window.days === undefined || isoWeekdays(window.days).has(day.dayOfWeek));
  if (holidays.has(today.toString())) return false;
  return hours.some((window) => {
    const { from = '00:00', to = '24:00' } = window;
    if (to > from) return works(today, window) && from <= time && time < to;
    return (works(today, window) && from <= time) || (works(yesterday, window) && time < to);
  });
};

test('every minute that the wall clock calls business time counts, once, on any day of any zone', () => {
  fc.assert(
    fc.property(situations, fc.integer({ min: 1, max: 900 }), ({ from, calendar }, minutes) => {
      let counted = 0;
      for (let step = 0; step < minutes; step += 1)
        if (saysTheWall({ at: from + step * minute, calendar })) counted += minute;
      expect(businessTimeBetween({ from, to: from + minutes * minute, calendar })).toBe(counted);
    }),
    { numRuns: 60 },
  );
});

test('adding and counting are inverse, and time in pieces is the time as a whole', () => {
  fc.assert(
    fc.property(situations, fc.nat(40 * hour), fc.nat(40 * hour), ({ from, calendar }, one, other) => {
      const middle = addBusinessTime({ from, time: one, calendar });
      if (middle === undefined) return;
      expect(businessTimeBetween({ from, to: middle, calendar })).toBe(one);
      if (one > 0) expect(businessTimeBetween({ from, to: middle - 1, calendar })).toBe(one - 1);
      const end = addBusinessTime({ from: middle, time: other, calendar });
      expect(end).toBe(other === 0 ? middle : addBusinessTime({ from, time: one + other, calendar }));
    }),
    { numRuns: 200 },
  );
});

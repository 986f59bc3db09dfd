import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { dayExists, zonedAt } from './local.ts';
import { isoWeekdays, weekdays, weekdaysSchema } from './weekday.ts';
import { isOpen, nextOpening, stretchOn, windowSchema, type Window } from './window.ts';
import { timesOfDay, zonedInstants } from './zones-for-tests.ts';

const zone = 'Europe/Madrid';
const next = (from: string, window: Window, holidays: string[] = []): string | undefined => {
  const opening = nextOpening({ from: Date.parse(from), window, zone, holidays: new Set(holidays) });
  return opening === undefined ? undefined : new Date(opening).toISOString();
};

const windows: fc.Arbitrary<Window> = fc
  .record({
    days: fc.option(fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), { nil: undefined }),
    from: timesOfDay,
    to: fc.oneof(timesOfDay, fc.constant('24:00')),
  })
  .filter((window) => windowSchema.safeParse(window).success);

const office: Window = { days: ['mon-fri'], from: '09:00', to: '17:00' };

test('an open window is open now, a closed one at its next opening', () => {
  expect(next('2026-06-03T08:00Z', office)).toBe('2026-06-03T08:00:00.000Z');
  expect(next('2026-06-03T05:00Z', office)).toBe('2026-06-03T07:00:00.000Z');
  expect(next('2026-06-05T15:00Z', office)).toBe('2026-06-08T07:00:00.000Z');
  expect(isOpen({ at: Date.parse('2026-06-05T14:59:59.999Z'), window: office, zone })).toBe(true);
  expect(isOpen({ at: Date.parse('2026-06-05T15:00Z'), window: office, zone })).toBe(false);
});

test('a window over midnight belongs to the day it opens', () => {
  const friday: Window = { days: ['fri'], from: '22:00', to: '02:00' };
  expect(next('2026-06-05T23:30Z', friday)).toBe('2026-06-05T23:30:00.000Z');
  expect(next('2026-06-06T00:00Z', friday)).toBe('2026-06-12T20:00:00.000Z');
});

test('nothing opens on a holiday, and a window over midnight does not reach into one', () => {
  expect(next('2026-12-24T18:00Z', office, ['2026-12-25'])).toBe('2026-12-28T08:00:00.000Z');
  const night: Window = { from: '22:00', to: '02:00' };
  expect(next('2026-12-24T23:30Z', night, ['2026-12-25'])).toBe('2026-12-26T21:00:00.000Z');
});

test('a window that never opens is undefined, not an endless search', () => {
  const everyDay = new Set<string>();
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += 86_400_000)
    everyDay.add(new Date(at).toISOString().slice(0, 10));
  expect(
    nextOpening({ from: Date.UTC(2026, 0, 5), window: office, zone, holidays: everyDay }),
  ).toBeUndefined();
});

test('an opening in the spring gap is the first existing minute, in the overlap the first of two', () => {
  const early: Window = { from: '02:30', to: '06:00' };
  expect(next('2026-03-28T20:00Z', early)).toBe('2026-03-29T01:00:00.000Z');
  expect(next('2026-10-24T20:00Z', early)).toBe('2026-10-25T00:30:00.000Z');
  const skipped: Window = { from: '02:00', to: '03:00' };
  expect(next('2026-03-28T20:00Z', skipped), 'the clock skips all of it').toBe('2026-03-30T00:00:00.000Z');
});

test('a window does not open on the date Samoa left out', () => {
  const friday: Window = { days: ['fri'], from: '22:00', to: '06:00' };
  const opening = nextOpening({
    from: Date.parse('2011-12-29T12:00Z'),
    window: friday,
    zone: 'Pacific/Apia',
  });
  expect(opening).toBe(Date.parse('2012-01-06T08:00Z'));
});

test('the opening found is open, not before the start, and nothing is open in between', () => {
  fc.assert(
    fc.property(
      zonedInstants,
      windows,
      fc.double({ min: 0, max: 1, noNaN: true }),
      ({ zone, at }, window, share) => {
        const opening = nextOpening({ from: at, window, zone });
        if (opening === undefined) throw new Error('every such window opens');
        expect(opening).toBeGreaterThanOrEqual(at);
        expect(isOpen({ at: opening, window, zone })).toBe(true);
        const between = at + Math.floor((opening - 1 - at) * share);
        expect(opening > at && isOpen({ at: opening - 1, window, zone })).toBe(false);
        expect(opening > at && isOpen({ at: between, window, zone })).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

test('away from clock changes a window is open exactly when the wall clock says so', () => {
  fc.assert(
    fc.property(zonedInstants, windows, ({ zone, at }, window) => {
      const local = zonedAt({ at, zone });
      const around = [-2, -1, 0, 1, 2].map((days) => local.toPlainDate().add({ days }));
      const calm = around.every(
        (day) => dayExists({ day, zone }) && day.toZonedDateTime(zone).hoursInDay === 24,
      );
      fc.pre(calm);
      const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
      const { from = '00:00', to = '24:00' } = window;
      const opens = (day: number): boolean => window.days === undefined || isoWeekdays(window.days).has(day);
      const today = opens(local.dayOfWeek) && time >= from && (to <= from || time < to);
      const yesterday = opens(local.subtract({ days: 1 }).dayOfWeek) && to <= from && time < to;
      expect(isOpen({ at, window, zone })).toBe(today || yesterday);
    }),
    { numRuns: 500 },
  );
});

test('a window opens once a day, at its local time or the first instant after a gap', () => {
  fc.assert(
    fc.property(zonedInstants, windows, ({ zone, at }, window) => {
      let day = zonedAt({ at, zone }).toPlainDate();
      const openings: number[] = [];
      for (let step = 0; step < 8; step += 1) {
        const stretch = stretchOn({ day, window, zone });
        if (stretch !== undefined) openings.push(stretch.from);
        day = day.add({ days: 1 });
      }
      expect(openings).toEqual([...new Set(openings)].sort((one, two) => one - two));
      const odd = openings.filter((opening) => {
        const local = zonedAt({ at: opening, zone });
        const change = local.subtract({ milliseconds: 1 }).getTimeZoneTransition('next');
        const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
        return time !== window.from && change?.epochMilliseconds !== opening;
      });
      expect(odd).toEqual([]);
    }),
  );
});

test('ranges of days may go over the weekend', () => {
  expect([...isoWeekdays(['fri-mon'])]).toEqual([5, 6, 7, 1]);
  expect([...isoWeekdays(['mon', 'wed-thu'])]).toEqual([1, 3, 4]);
  expect(weekdaysSchema.safeParse(['monday']).success).toBe(false);
});

test('a window without a length, or with a time there is not, is refused', () => {
  const wrong = [
    { from: '09:00', to: '09:00' },
    { from: '25:00' },
    { from: '9:00' },
    { from: '24:00' },
    { days: [] },
    { hours: 3 },
  ];
  expect(wrong.filter((window) => windowSchema.safeParse(window).success)).toEqual([]);
  expect(windowSchema.safeParse({}).success).toBe(true);
});

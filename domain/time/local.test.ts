import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';

import { atLocal, dayExists, instantOfLocal, lastLocalAt, localDay, zonedAt } from './local.ts';
import { zonedInstants } from './zones-for-tests.ts';

const iso = (at: number): string => new Date(at).toISOString();

test('a local time is the first instant with that local time, or the first after a gap', () => {
  fc.assert(
    fc.property(zonedInstants, fc.integer({ min: -1500, max: 1500 }), ({ zone, at }, minutes) => {
      const local = zonedAt({ at, zone }).toPlainDateTime().round('minute').add({ minutes });
      const instant = instantOfLocal({ local, zone });
      const shown = zonedAt({ at: instant, zone }).toPlainDateTime();
      const before = zonedAt({ at: instant - 1, zone }).toPlainDateTime();
      const possible = ['earlier', 'later'] as const;
      const all = possible.map(
        (disambiguation) => local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
      );
      const first = shown.equals(local) && instant === Math.min(...all);
      const afterGap =
        Temporal.PlainDateTime.compare(shown, local) === 1 &&
        Temporal.PlainDateTime.compare(before, local) === -1;
      expect(first || afterGap).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('the local times read as an instant or before are those up to the last one, whatever the clocks do', () => {
  const minutes = fc.integer({ min: -1600, max: 1600 });
  fc.assert(
    fc.property(zonedInstants, minutes, fc.constantFrom(0, -1, 1), ({ zone, at }, by, ms) => {
      const shown = zonedAt({ at, zone }).toPlainDateTime();
      const local = shown.add({ minutes: by }).add({ milliseconds: ms });
      const isBefore = instantOfLocal({ local, zone }) <= at;
      expect(Temporal.PlainDateTime.compare(local, lastLocalAt({ at, zone })) <= 0).toBe(isBefore);
    }),
    { numRuns: 2000 },
  );
});

test('a time in the spring gap is the first existing minute, in the autumn overlap the first of the two', () => {
  expect(iso(atLocal({ day: '2026-03-29', time: '02:00', zone: 'Europe/Madrid' }))).toBe(
    '2026-03-29T01:00:00.000Z',
  );
  expect(iso(atLocal({ day: '2026-03-29', time: '02:30', zone: 'Europe/Madrid' }))).toBe(
    '2026-03-29T01:00:00.000Z',
  );
  expect(iso(atLocal({ day: '2026-03-29', time: '03:00', zone: 'Europe/Madrid' }))).toBe(
    '2026-03-29T01:00:00.000Z',
  );
  expect(iso(atLocal({ day: '2026-10-25', time: '02:30', zone: 'Europe/Madrid' }))).toBe(
    '2026-10-25T00:30:00.000Z',
  );
  expect(iso(atLocal({ day: '2026-10-25', time: '02:30', zone: 'Europe/Madrid', repeated: 'last' }))).toBe(
    '2026-10-25T01:30:00.000Z',
  );
});

test("Lord Howe's clock moves by half an hour", () => {
  const zone = 'Australia/Lord_Howe';
  expect(iso(atLocal({ day: '2026-10-04', time: '02:15', zone }))).toBe('2026-10-03T15:30:00.000Z');
  expect(iso(atLocal({ day: '2026-04-05', time: '01:45', zone }))).toBe('2026-04-04T14:45:00.000Z');
  expect(iso(atLocal({ day: '2026-04-05', time: '01:45', zone, repeated: 'last' }))).toBe(
    '2026-04-04T15:15:00.000Z',
  );
});

test('Samoa had no 30 December 2011', () => {
  const zone = 'Pacific/Apia';
  expect(dayExists({ day: Temporal.PlainDate.from('2011-12-30'), zone })).toBe(false);
  expect(dayExists({ day: Temporal.PlainDate.from('2011-12-31'), zone })).toBe(true);
  expect(localDay({ at: Date.parse('2011-12-30T09:59:59Z'), zone })).toBe('2011-12-29');
  expect(localDay({ at: Date.parse('2011-12-30T10:00:00Z'), zone })).toBe('2011-12-31');
});

test('24:00 is the midnight that ends the day', () => {
  expect(iso(atLocal({ day: '2026-03-28', time: '24:00', zone: 'Europe/Madrid' }))).toBe(
    '2026-03-28T23:00:00.000Z',
  );
});

test('an instant with parts of a millisecond, as a moved clock has them, is that of its millisecond', () => {
  const zone = 'Europe/Madrid';
  expect(localDay({ at: Date.UTC(2026, 5, 1) + 0.5, zone })).toBe(
    localDay({ at: Date.UTC(2026, 5, 1), zone }),
  );
});

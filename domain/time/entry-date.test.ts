import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { nextEntryDate } from './entry-date.ts';
import { localDay, zonedAt } from './local.ts';
import { timesOfDay, zonedInstants } from './zones-for-tests.ts';

const zone = 'Europe/Madrid';
const next = (input: {
  value: unknown;
  from: string;
  offset?: string;
  rule?: Parameters<typeof nextEntryDate>[0]['rule'];
}) => {
  const found = nextEntryDate({
    zone,
    rule: {
      yearly: true,
      at: '09:00',
      ...input.rule,
      ...(input.offset === undefined ? {} : { offset: input.offset }),
    },
    value: input.value,
    from: Date.parse(input.from),
  });
  return found === undefined ? undefined : `${found.day} ${new Date(found.at).toISOString()}`;
};

test('a birthday comes every year on its day, at the time of day of the zone, also over clock changes', () => {
  expect(next({ value: '1990-05-01', from: '2026-01-01T00:00Z' })).toBe(
    '2026-05-01 2026-05-01T07:00:00.000Z',
  );
  expect(next({ value: '1990-05-01', from: '2026-05-01T07:00:00.001Z' })).toBe(
    '2027-05-01 2027-05-01T07:00:00.000Z',
  );
});

test('somebody born on 29 February has their day on the 28th in common years, once every year', () => {
  expect(next({ value: '2000-02-29', from: '2026-01-01T00:00Z' })).toContain('2026-02-28 ');
  expect(next({ value: '2000-02-29', from: '2028-01-01T00:00Z' })).toContain('2028-02-29 ');
  expect(next({ value: '2000-02-29', from: '2027-03-01T00:00Z' })).toContain('2028-02-29 ');
});

test('an offset of days keeps the time of day over a clock change, one of hours is exact', () => {
  expect(next({ value: '1990-04-01', from: '2026-01-01T00:00Z', offset: '7 days before' })).toBe(
    '2026-04-01 2026-03-25T08:00:00.000Z',
  );
  expect(next({ value: '1990-03-29', from: '2026-01-01T00:00Z', offset: '12 hours before' })).toBe(
    '2026-03-29 2026-03-28T19:00:00.000Z',
  );
});

test('a single date comes once, and not when it is over', () => {
  const rule = { yearly: false, at: '09:00' };
  expect(next({ value: '2026-05-01', from: '2026-01-01T00:00Z', rule })).toContain('2026-05-01 ');
  expect(next({ value: '2026-05-01', from: '2026-05-02T00:00Z', rule })).toBeUndefined();
  expect(next({ value: '2026-05-01T22:30:00Z', from: '2026-01-01T00:00Z', rule }), 'the local day').toBe(
    '2026-05-02 2026-05-02T07:00:00.000Z',
  );
  expect(next({ value: 'soon', from: '2026-01-01T00:00Z', rule })).toBeUndefined();
});

test('in every zone each year has one occurrence, at its local time or the first instant after a gap', () => {
  const dates = fc
    .date({ min: new Date('1930-01-01'), max: new Date('2010-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(zonedInstants, dates, timesOfDay, ({ zone, at }, value, time) => {
      fc.pre(at > Date.UTC(2012, 0, 2));
      const rule = { yearly: true, at: time };
      const years: number[] = [];
      let from = at;
      for (let step = 0; step < 5; step += 1) {
        const found = nextEntryDate({ value, rule, zone, from });
        if (found === undefined) throw new Error('there is always a next one');
        expect(found.at).toBeGreaterThanOrEqual(from);
        const wall = zonedAt({ at: found.at, zone });
        const shown = wall.toPlainTime().toString({ smallestUnit: 'minute' });
        const change = wall.subtract({ milliseconds: 1 }).getTimeZoneTransition('next');
        expect(shown === time || change?.epochMilliseconds === found.at).toBe(true);
        if (shown === time) expect(localDay({ at: found.at, zone })).toBe(found.day);
        years.push(Number(found.day.slice(0, 4)));
        from = found.at + 1;
      }
      const [first = 0] = years;
      expect(years).toEqual([0, 1, 2, 3, 4].map((more) => first + more));
    }),
    { numRuns: 200 },
  );
});

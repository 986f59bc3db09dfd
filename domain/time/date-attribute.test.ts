import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  applyOffset,
  checkOffset,
  dateOf,
  nextAnniversary,
  offsetSchema,
  type LeapDay,
} from './date-attribute.ts';
import { localDay, zonedAt } from './local.ts';
import { zonedInstants } from './zones-for-tests.ts';

const zone = 'Europe/Madrid';
const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

test('a date attribute moves by its offset', () => {
  expect(iso(dateOf({ value: '2026-04-01', zone, at: '09:00', offset: '3 calendar days before' }))).toBe(
    '2026-03-29T07:00:00.000Z',
  );
  expect(iso(dateOf({ value: '2026-03-30', zone, at: '09:00', offset: '2 days before' }))).toBe(
    '2026-03-28T07:00:00.000Z',
  );
  expect(iso(dateOf({ value: '2026-03-30T10:00:00Z', zone, offset: '1 hour after' }))).toBe(
    '2026-03-30T11:00:00.000Z',
  );
  expect(dateOf({ value: 'soon', zone })).toBeUndefined();
});

test('with a time of day a date that a system keeps as midnight UTC is on its day', () => {
  const newYork = 'America/New_York';
  const renewal = { value: '2026-12-24T00:00:00.000Z', zone: newYork };
  expect(iso(dateOf({ ...renewal, at: '09:00' }))).toBe('2026-12-24T14:00:00.000Z');
  expect(iso(dateOf(renewal))).toBe('2026-12-24T00:00:00.000Z');
  const birthday = {
    value: '1990-12-02T00:00:00.000Z',
    zone: newYork,
    from: Date.parse('2026-06-01T00:00Z'),
  };
  expect(iso(nextAnniversary({ ...birthday, at: '09:00' }))).toBe('2026-12-02T14:00:00.000Z');
  expect(iso(nextAnniversary(birthday))).toBe('2026-12-02T05:00:00.000Z');
});

test('an offset is a duration and a direction', () => {
  expect(checkOffset({ text: '3 days before', path: '' })).toEqual([]);
  expect(checkOffset({ text: '3 days', path: 'x' })[0]).toMatchObject({ code: 'bad-offset', path: 'x' });
  expect(checkOffset({ text: 'many days before', path: 'x' })[0]?.code).toBe('bad-duration');
  expect(offsetSchema.safeParse('1 hour after').success).toBe(true);
  expect(offsetSchema.safeParse('an hour after').error?.issues[0]).toMatchObject({
    params: { code: 'bad-duration' },
  });
  expect(() => applyOffset({ at: 0, offset: 'never', zone })).toThrowError(/not a duration/);
});

const birthday = (from: string, leapDay?: LeapDay): string | undefined =>
  iso(nextAnniversary({ value: '2000-02-29', from: Date.parse(from), zone, at: '09:00', leapDay }));

test('29 February is 28 February in common years, or 1 March when so asked', () => {
  expect(birthday('2026-01-01T00:00Z')).toBe('2026-02-28T08:00:00.000Z');
  expect(birthday('2026-01-01T00:00Z', 'march-1')).toBe('2026-03-01T08:00:00.000Z');
  expect(birthday('2026-03-02T00:00Z')).toBe('2027-02-28T08:00:00.000Z');
  expect(birthday('2027-12-01T00:00Z', 'march-1')).toBe('2028-02-29T08:00:00.000Z');
});

test('an anniversary is on its day in the zone, and never before the start', () => {
  expect(iso(nextAnniversary({ value: '1990-06-03', from: Date.parse('2026-06-02T22:00Z'), zone }))).toBe(
    '2026-06-02T22:00:00.000Z',
  );
  expect(
    iso(nextAnniversary({ value: '1990-06-03', from: Date.parse('2026-06-02T22:00:00.001Z'), zone })),
  ).toBe('2027-06-02T22:00:00.000Z');
  expect(
    iso(
      nextAnniversary({
        value: '2025-06-02T23:30:00Z',
        from: Date.parse('2026-01-01T00:00Z'),
        zone,
        at: '10:00',
      }),
    ),
  ).toBe('2026-06-03T08:00:00.000Z');
  expect(nextAnniversary({ value: 'never', from: 0, zone })).toBeUndefined();
});

test('with an offset the next one is the next that is still to come', () => {
  const before = { value: '1990-06-03', zone, at: '09:00', offset: '7 calendar days before' };
  expect(iso(nextAnniversary({ ...before, from: Date.parse('2026-05-27T07:00Z') }))).toBe(
    '2026-05-27T07:00:00.000Z',
  );
  expect(iso(nextAnniversary({ ...before, from: Date.parse('2026-05-27T07:00:01Z') }))).toBe(
    '2027-05-27T07:00:00.000Z',
  );
  const longBefore = { ...before, offset: '10 years before' };
  expect(iso(nextAnniversary({ ...longBefore, from: Date.parse('2026-06-04T00:00Z') }))).toBe(
    '2027-06-03T07:00:00.000Z',
  );
});

test('every year has exactly one anniversary, in every zone', () => {
  const dates = fc
    .date({ min: new Date('1930-01-01'), max: new Date('2010-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      zonedInstants,
      dates,
      fc.constantFrom('february-28', 'march-1'),
      ({ zone, at }, value, leapDay) => {
        fc.pre(at > Date.UTC(2012, 0, 2));
        const years: number[] = [];
        let from = at;
        for (let step = 0; step < 5; step += 1) {
          const next = nextAnniversary({ value, from, zone, at: '09:00', leapDay });
          if (next === undefined) throw new Error('there is always a next one');
          expect(next).toBeGreaterThanOrEqual(from);
          years.push(zonedAt({ at: next, zone }).year);
          const month = localDay({ at: next, zone }).slice(5);
          const expected = value.slice(5) === '02-29' ? ['02-28', '02-29', '03-01'] : [value.slice(5)];
          expect(expected).toContain(month);
          from = next + 1;
        }
        const [first = 0] = years;
        expect(years).toEqual([0, 1, 2, 3, 4].map((more) => first + more));
      },
    ),
  );
});

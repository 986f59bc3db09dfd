import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { dateTextOf, isDateText, readInstant, storedInstantPattern, toStored } from './instant.ts';

const zone = 'Europe/Madrid';
const read = (value: unknown, at?: string): string | undefined => {
  const instant = readInstant({ value, zone, ...(at === undefined ? {} : { at }) });
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

test('instants, dates, local times and epoch numbers are read', () => {
  expect(read('2026-03-29T09:30:00Z')).toBe('2026-03-29T09:30:00.000Z');
  expect(read('2026-03-29T09:30:00.123456+02:00')).toBe('2026-03-29T07:30:00.123Z');
  expect(read('2026-03-29')).toBe('2026-03-28T23:00:00.000Z');
  expect(read('2026-03-29', '09:00')).toBe('2026-03-29T07:00:00.000Z');
  expect(read('2026-06-01T09:30')).toBe('2026-06-01T07:30:00.000Z');
  expect(read(1_774_776_600)).toBe('2026-03-29T09:30:00.000Z');
  expect(read(1_774_776_600_000)).toBe('2026-03-29T09:30:00.000Z');
  expect(read(new Date('2026-03-29T09:30:00Z'))).toBe('2026-03-29T09:30:00.000Z');
});

test('anything else is no instant', () => {
  const texts = [
    'soon',
    '',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-03-29T25:00Z',
    '20260329',
    '29/03/2026',
    '12',
    'x'.repeat(9999),
  ];
  const others = [Number.NaN, Infinity, 1e18, true, null, undefined, {}, [], new Date(Number.NaN)];
  expect([...texts, ...others].filter((value) => readInstant({ value, zone }) !== undefined)).toEqual([]);
});

test('where a day is asked for, midnight UTC is a date, in whatever form a system stores it', () => {
  const dates = ['1990-12-02', '1990-12-02T00:00:00.000Z', '1990-12-02T00:00Z', '1990-12-02T01:00:00+01:00'];
  const numbers = [660_096_000_000, 660_096_000, new Date('1990-12-02T00:00Z')];
  for (const value of [...dates, ...numbers]) expect(dateTextOf(value)).toBe('1990-12-02');
  const others = [
    '1990-12-02T00:00:01Z',
    '1990-12-02T00:00',
    '1990-12-02T00:00:00+01:00',
    'x',
    null,
    1.5,
    {},
  ];
  for (const value of others) expect(dateTextOf(value)).toBeUndefined();
});

test('the date pattern knows every month and leap year', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const real = new Date(Date.UTC(year, month - 1, day));
        const exists =
          real.getUTCMonth() === month - 1 && real.getUTCDate() === day && real.getUTCFullYear() === year;
        expect(isDateText(text)).toBe(exists);
      },
    ),
    { numRuns: 2000 },
  );
});

test('stored instants are in UTC with milliseconds, and their order as text is their order in time', () => {
  expect(toStored('2026-03-29T09:30:00+02:00')).toBe('2026-03-29T07:30:00.000Z');
  const locals = ['2026-03-29T09:30', '2026-03-29 09:30:00', '2026-03-29T09:30:00,0001'];
  expect(locals.map(toStored)).toEqual(locals.map(() => '2026-03-29T09:30:00.000'));
  const same = ['2026-03-29', 'hello', '2026-03-29T99:30:00Z', '2026-03-29T99:30', '0999-03-29T09:30'];
  expect(same.map(toStored)).toEqual(same);
  const instants = fc.date({ min: new Date('1000-01-02'), max: new Date('9999-12-30'), noInvalidDate: true });
  const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instants, instants, offsets, (one, two, offset) => {
      const shifted = new Date(one.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const sign = offset < 0 ? '-' : '+';
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) =>
        String(n).padStart(2, '0'),
      );
      const stored = toStored(`${shifted}${sign}${hours}:${minutes}`);
      expect(stored).toBe(one.toISOString());
      expect(new RegExp(storedInstantPattern).test(stored)).toBe(true);
      expect(stored < two.toISOString()).toBe(one.getTime() < two.getTime());
    }),
  );
});

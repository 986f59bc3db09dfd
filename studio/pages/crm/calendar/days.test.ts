import { expect, it } from 'vitest';

import { dayAfter, dayByKey, dayOf, hourOf, spanAfter, weeksOf } from './days.ts';

it('a month is shown by whole weeks from Monday, and a week by its own', () => {
  const june = weeksOf('2026-06-15', 'month');
  expect(june.map(([monday]) => monday)).toEqual([
    '2026-06-01',
    '2026-06-08',
    '2026-06-15',
    '2026-06-22',
    '2026-06-29',
  ]);
  expect(june.at(-1)?.at(-1)).toBe('2026-07-05');
  // February 2021 is four weeks exactly, and August 2026 needs six.
  expect(weeksOf('2021-02-10', 'month')).toHaveLength(4);
  expect(weeksOf('2026-08-01', 'month')).toHaveLength(6);
  expect(weeksOf('2026-08-02', 'week')).toEqual([
    ['2026-07-27', '2026-07-28', '2026-07-29', '2026-07-30', '2026-07-31', '2026-08-01', '2026-08-02'],
  ]);
});

it('days and hours are those of the zone, also where a day begins before the one in UTC', () => {
  expect(dayOf('2026-06-01T22:30:00Z', 'Europe/Madrid')).toBe('2026-06-02');
  expect(hourOf('2026-06-01T22:30:00Z', 'Europe/Madrid')).toBe('00:30');
  expect(dayOf('2026-06-02T02:00:00Z', 'America/New_York')).toBe('2026-06-01');
});

it('keys lead by day, week and month, and the last day of a month stays in the next one', () => {
  expect(dayByKey('2026-03-01', 'ArrowLeft')).toBe('2026-02-28');
  expect(dayByKey('2026-03-01', 'ArrowDown')).toBe('2026-03-08');
  expect(dayByKey('2026-01-31', 'PageDown')).toBe('2026-02-28');
  expect(dayByKey('2026-01-31', 'a')).toBeUndefined();
  expect(spanAfter('2026-06-01', 'week', -1)).toBe('2026-05-25');
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { checkDuration, durationSchema, nominalLength, parseDuration, toDuration } from './duration.ts';

test('durations are read as marketers write them', () => {
  expect(parseDuration('1 hour')).toEqual({ kind: 'exact', amount: 1, unit: 'hour' });
  expect(parseDuration('90 minutes')).toEqual({ kind: 'exact', amount: 90, unit: 'minute' });
  expect(parseDuration('2 days')).toEqual({ kind: 'exact', amount: 2, unit: 'day' });
  expect(parseDuration('3 calendar days')).toEqual({ kind: 'calendar', amount: 3, unit: 'calendar day' });
  expect(parseDuration('1 calendar week')).toEqual({ kind: 'calendar', amount: 1, unit: 'calendar week' });
  expect(parseDuration('2 weeks')).toEqual({ kind: 'exact', amount: 2, unit: 'week' });
  expect(parseDuration('1 month')).toEqual({ kind: 'calendar', amount: 1, unit: 'month' });
  expect(parseDuration('10 years')).toEqual({ kind: 'calendar', amount: 10, unit: 'year' });
});

test('singular and plural mean the same', () => {
  const units = ['second', 'minute', 'hour', 'day', 'week', 'calendar day', 'calendar week', 'month', 'year'];
  expect(units.map((unit) => parseDuration(`3 ${unit}`))).toEqual(
    units.map((unit) => parseDuration(`3 ${unit}s`)),
  );
  expect(units.map((unit) => parseDuration(`3 ${unit}`)?.unit)).toEqual(units);
});

const wrong = [
  '',
  '1',
  'hour',
  '1.5 hours',
  '-1 day',
  '0 days',
  '1  day',
  'P1D',
  'a day',
  '1 day 2 hours',
  '1 fortnight',
  ' 1 day',
];

test.each(wrong)('"%s" is refused with a hint', (text) => {
  const [problem] = checkDuration({ text, path: 'steps[0].for' });
  expect(problem).toMatchObject({ code: 'bad-duration', path: 'steps[0].for', severity: 'error' });
  expect(problem?.hint).toContain('90 minutes');
  expect(parseDuration(text)).toBeUndefined();
  expect(() => toDuration(text)).toThrowError(/is not a duration/);
});

test('a duration of more than ten years is refused', () => {
  expect(checkDuration({ text: '11 years', path: '' })[0]?.code).toBe('duration-too-long');
  expect(checkDuration({ text: '999999999 hours', path: '' })[0]?.code).toBe('duration-too-long');
});

test('no text breaks the reader, and what it accepts is between a second and ten years', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.nat(), fc.constantFrom('hours', 'days', 'months')).map((x) => x.join(' ')),
      ),
      (text) => {
        const duration = parseDuration(text);
        expect(durationSchema.safeParse(text).success).toBe(duration !== undefined);
        const length = duration === undefined ? 1000 : nominalLength(duration);
        expect(length).toBeGreaterThanOrEqual(1000);
        expect(length).toBeLessThanOrEqual(10 * 366 * 86_400_000);
      },
    ),
  );
});

test('the schema carries the code and the hint, and a pattern for editors', () => {
  const issue = durationSchema.safeParse('soon').error?.issues[0];
  expect(issue).toMatchObject({ code: 'custom', params: { code: 'bad-duration' } });
  const schema = z.toJSONSchema(durationSchema);
  expect(new RegExp(String(schema.pattern)).test('3 calendar days')).toBe(true);
});

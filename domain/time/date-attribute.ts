import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import type { Problem } from '../problem.ts';
import { checkDuration, toDuration } from './duration.ts';
import { dateTextOf, readInstant } from './instant.ts';
import { atLocal, zonedAt } from './local.ts';
import { addDuration, subtractDuration } from './shift.ts';

const offsetPattern = /^(.{1,40}) (before|after)$/;

/** What is wrong with an offset as written (`3 days before`, `1 hour after`); empty when it is good. */
export const checkOffset = (input: { text: string; path: string }): Problem[] => {
  const found = offsetPattern.exec(input.text);
  if (found?.[1] !== undefined) return checkDuration({ text: found[1], path: input.path });
  return [
    {
      code: 'bad-offset',
      path: input.path,
      message: `"${input.text.slice(0, 40)}" is not an offset.`,
      hint: 'Write a duration and `before` or `after`, such as `3 calendar days before`.',
      severity: 'error',
    },
  ];
};

/** An offset in a file: the words as written. */
export const offsetSchema = z
  .string()
  .superRefine((text, context) => {
    for (const { code, message, hint } of checkOffset({ text, path: '' })) {
      context.addIssue({ code: 'custom', message, params: { code, hint } });
    }
  })
  .describe('How far from the date: `3 calendar days before` (same time of day), `1 hour after`.')
  .meta({ pattern: offsetPattern.source });

/** Moves an instant (epoch milliseconds) by an offset as written. Throws `broken-definition` when it is none. */
export const applyOffset = (input: { at: number; offset?: string | undefined; zone: string }): number => {
  if (input.offset === undefined) return input.at;
  const found = offsetPattern.exec(input.offset);
  const shift = { from: input.at, duration: toDuration(found?.[1] ?? input.offset), zone: input.zone };
  return found?.[2] === 'before' ? subtractDuration(shift) : addDuration(shift);
};

/**
 * The instant (epoch milliseconds) a date attribute means, moved by an offset: `value` as `readInstant` reads
 * it, a date without a time being at local time `at` (midnight by default). With `at` a day is asked for, so an instant at
 * midnight UTC is a date, too. Undefined when it is no date.
 */
export const dateOf = (input: {
  value: unknown;
  zone: string;
  at?: string | undefined;
  offset?: string | undefined;
}): number | undefined => {
  const { value, zone } = input;
  const at =
    input.at === undefined
      ? readInstant({ value, zone })
      : readInstant({ value: dateTextOf(value) ?? value, zone, at: input.at });
  return at === undefined ? undefined : applyOffset({ at, offset: input.offset, zone: input.zone });
};

/** When somebody born on 29 February has their day in a common year. */
export type LeapDay = 'february-28' | 'march-1';

type Anniversary = {
  value: unknown;
  from: number;
  zone: string;
  at?: string | undefined;
  offset?: string | undefined;
  leapDay?: LeapDay | undefined;
};

/**
 * The next anniversary of a date attribute, moved by an offset, that is not before `from` (epoch milliseconds).
 * The day is that of the date (an instant at midnight UTC is one, too), or the local day of an instant in the zone; the time
 * is `at`, else that of the instant, else midnight. The date itself is the first. 29 February is 28 February in common years,
 * or 1 March when so asked. Undefined when the attribute is no date.
 */
export const nextAnniversary = (input: Anniversary): number | undefined => {
  const origin = originOf(input);
  if (origin === undefined) return undefined;
  const reach = input.offset === undefined ? 1 : 11;
  const first = Math.max(origin.date.year, zonedAt({ at: input.from, zone: input.zone }).year - reach);
  for (let year = first; year <= first + 2 * reach; year += 1) {
    const day = inYear({ date: origin.date, year, leapDay: input.leapDay ?? 'february-28' });
    const at = applyOffset({
      at: atLocal({ day, time: origin.time, zone: input.zone }),
      offset: input.offset,
      zone: input.zone,
    });
    if (at >= input.from) return at;
  }
  return undefined;
};

/**
 * The calendar day a date attribute names: the date itself, also one written as midnight UTC, or the local day of an
 * instant in the zone. Undefined when it is no date.
 */
export const dayOfDate = (input: { value: unknown; zone: string }): Temporal.PlainDate | undefined =>
  originOf(input)?.date;

const originOf = (
  input: Pick<Anniversary, 'value' | 'zone' | 'at'>,
): { date: Temporal.PlainDate; time: string } | undefined => {
  const { value, zone } = input;
  const day = dateTextOf(value);
  if (day !== undefined) return { date: Temporal.PlainDate.from(day), time: input.at ?? '00:00' };
  const instant = readInstant({ value, zone });
  if (instant === undefined) return undefined;
  const local = zonedAt({ at: instant, zone });
  return {
    date: local.toPlainDate(),
    time: input.at ?? local.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
};

/** The day of a date in another year; 29 February as `leapDay` says. */
export const inYear = (input: {
  date: Temporal.PlainDate;
  year: number;
  leapDay: LeapDay;
}): Temporal.PlainDate => {
  const day = input.date.with({ year: input.year });
  return day.day !== input.date.day && input.leapDay === 'march-1' ? day.add({ days: 1 }) : day;
};

import { z } from 'zod';

import { CicloError } from '../errors.ts';
import type { Problem } from '../problem.ts';

/** Units of exact time, in milliseconds: a day here is always 24 hours. */
export const exactUnits = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
} as const;

/** Units of the calendar, which keep the local time, as Temporal's fields. */
export const calendarUnits = {
  'calendar day': { days: 1 },
  'calendar week': { days: 7 },
  month: { months: 1 },
  year: { years: 1 },
} as const;

export type ExactUnit = keyof typeof exactUnits;
export type CalendarUnit = keyof typeof calendarUnits;

/** A length of time: exact (seconds to 24-hour days and weeks), or by the calendar. */
export type Duration =
  | { readonly kind: 'exact'; readonly amount: number; readonly unit: ExactUnit }
  | { readonly kind: 'calendar'; readonly amount: number; readonly unit: CalendarUnit };

const isExactUnit = (unit: string): unit is ExactUnit => Object.hasOwn(exactUnits, unit);
const isCalendarUnit = (unit: string): unit is CalendarUnit => Object.hasOwn(calendarUnits, unit);

const pattern =
  /^([1-9]\d{0,8}) (seconds?|minutes?|hours?|(?:calendar )?days?|(?:calendar )?weeks?|months?|years?)$/;

const nominal = { ...exactUnits, month: 2_629_746_000, year: 31_556_952_000 } as const;

/** About how long a duration is, in milliseconds: months and years at their Gregorian mean. For bounds and sorting only. */
export const nominalLength = (duration: Duration): number => {
  if (duration.kind === 'exact') return duration.amount * exactUnits[duration.unit];
  if (duration.unit === 'calendar day') return duration.amount * nominal.day;
  if (duration.unit === 'calendar week') return duration.amount * nominal.week;
  return duration.amount * nominal[duration.unit];
};

const longest = 10 * 366 * exactUnits.day;

const write =
  'Write a whole number and a unit, such as `90 minutes`, `2 days`, `3 calendar days` or `1 month`.';

const problem = (input: { code: string; path: string; message: string; hint?: string }): Problem => ({
  code: input.code,
  path: input.path,
  message: input.message,
  hint: input.hint ?? write,
  severity: 'error',
});

const read = (text: string): Duration | undefined => {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const amount = Number(found[1]);
  const unit = found[2]?.replace(/s$/, '') ?? '';
  if (isExactUnit(unit)) return { kind: 'exact', amount, unit };
  return isCalendarUnit(unit) ? { kind: 'calendar', amount, unit } : undefined;
};

/** What is wrong with a duration as written; empty when it is good. */
export const checkDuration = (input: { text: string; path: string }): Problem[] => {
  const { text, path } = input;
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const duration = read(text);
  if (duration === undefined) {
    if (/^P(?=[\dT])/.test(text)) {
      return [problem({ code: 'bad-duration', path, message: `"${shown}" is an ISO 8601 duration.` })];
    }
    return [problem({ code: 'bad-duration', path, message: `"${shown}" is not a duration.` })];
  }
  if (nominalLength(duration) <= longest) return [];
  return [
    problem({
      code: 'duration-too-long',
      path,
      message: `"${shown}" is longer than 10 years.`,
      hint: 'Write at most `10 years`.',
    }),
  ];
};

/** Reads a duration such as `1 hour`, `2 days` (24 hours each), `3 calendar days`, `1 month`; undefined when it is none. */
export const parseDuration = (text: string): Duration | undefined =>
  checkDuration({ text, path: '' }).length === 0 ? read(text) : undefined;

/** About how long a duration as written is, in milliseconds (see `nominalLength`); undefined when it is none. */
export const durationLength = (text: string): number | undefined => {
  const duration = parseDuration(text);
  return duration === undefined ? undefined : nominalLength(duration);
};

/** Reads a duration of a checked document. Throws `broken-definition` when it is none. */
export const toDuration = (text: string): Duration => {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  throw new CicloError({ code: 'broken-definition', message: `"${text.slice(0, 40)}" is not a duration.` });
};

/** A duration in a file: the words as written; `toDuration` reads them. */
export const durationSchema = z
  .string()
  .superRefine((text, context) => {
    for (const { code, message, hint } of checkDuration({ text, path: '' })) {
      context.addIssue({ code: 'custom', message, params: { code, hint } });
    }
  })
  .describe(
    'A length of time: `90 minutes`, `1 hour`, `2 days` or `2 weeks` (24-hour days), `3 calendar days`, `1 month`, `1 year` (the same time of day). At most 10 years.',
  )
  .meta({ pattern: pattern.source, examples: ['1 hour', '2 days', '3 calendar days', '1 month'] });

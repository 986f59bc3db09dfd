import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { CicloError } from '../errors.ts';
import { atLocal, dayExists, localDay, zonedAt } from './local.ts';
import { isoWeekdays, weekdaysSchema } from './weekday.ts';
import { localTimeSchema } from './window.ts';

const at = localTimeSchema.describe('The time of day, in the zone of the business.');

/**
 * A recurring schedule: every day, every week on given days, every month on a day or the last one,
 * always at one local time.
 */
export const scheduleSchema = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('day'), at }),
    z.strictObject({ every: z.literal('week'), on: weekdaysSchema, at }),
    z.strictObject({
      every: z.literal('month'),
      on: z
        .union([z.number().int().min(1).max(31), z.literal('last')])
        .describe('The day of the month, or `last`. In a month too short for it, its last day.'),
      at,
    }),
  ])
  .describe('When it recurs: `{ "every": "week", "on": ["mon"], "at": "09:00" }`.');
export type Schedule = z.infer<typeof scheduleSchema>;

const searchDays = 70;

/**
 * The next occurrence of a schedule strictly after an instant (epoch milliseconds). There is exactly one on
 * every local day the schedule names: a time the clock skips is the first instant after it, a time that
 * comes twice is the first. Where the clock skips the rest of a day, it is the last minute there was.
 * A date the zone left out has none.
 */
export const nextOccurrence = (input: { after: number; schedule: Schedule; zone: string }): number => {
  const { after, schedule, zone } = input;
  let day = zonedAt({ at: after, zone }).toPlainDate();
  for (let step = 0; step < searchDays; step += 1) {
    const occurrence = isDue({ day, schedule }) ? occurrenceOn({ day, time: schedule.at, zone }) : after;
    if (occurrence > after) return occurrence;
    day = day.add({ days: 1 });
  }
  throw new CicloError({ code: 'broken-definition', message: 'The schedule never recurs.' });
};

const minute = 60_000;

const occurrenceOn = (input: { day: Temporal.PlainDate; time: string; zone: string }): number => {
  const { day, zone } = input;
  if (!dayExists({ day, zone })) return Number.NEGATIVE_INFINITY;
  const at = atLocal(input);
  return localDay({ at, zone }) === day.toString() ? at : at - minute;
};

const isDue = (input: { day: Temporal.PlainDate; schedule: Schedule }): boolean => {
  const { day, schedule } = input;
  if (schedule.every === 'day') return true;
  if (schedule.every === 'week') return isoWeekdays(schedule.on).has(day.dayOfWeek);
  return day.day === (schedule.on === 'last' ? day.daysInMonth : Math.min(schedule.on, day.daysInMonth));
};

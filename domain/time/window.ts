import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { atLocal, dayExists, localDay, localTimePattern, zonedAt } from './local.ts';
import { isoWeekdays, weekdaysSchema } from './weekday.ts';

/** A local time of day in a file, `09:00`. */
export const localTimeSchema = z
  .string()
  .regex(localTimePattern, 'must be a time of day from `00:00` to `23:59`')
  .describe('A time of day, `09:00`.');

const closingTimeSchema = z.union([localTimeSchema, z.literal('24:00')]);

const notEmpty = { message: '`from` and `to` must differ; leave both out for the whole day', path: ['to'] };

/**
 * Weekdays and hours: `{ "days": ["mon-fri"], "from": "09:00", "to": "17:00" }`. `from` is inside, `to` is not.
 * A window whose `to` is earlier than its `from` goes over midnight and belongs to the day it opens.
 */
export const windowSchema = z
  .strictObject({
    days: weekdaysSchema
      .optional()
      .describe('The days it opens: `mon`, `sat`, or ranges such as `mon-fri`. Every day by default.'),
    from: localTimeSchema.optional().describe('When it opens; `00:00` by default.'),
    to: closingTimeSchema
      .optional()
      .describe('When it closes, up to `24:00` (the default). Earlier than `from` means on the next day.'),
  })
  .refine((window) => (window.from ?? '00:00') !== (window.to ?? '24:00'), notEmpty);
export type Window = z.infer<typeof windowSchema>;

/** The stretch of a window that opens on one local day, in epoch milliseconds: `from <= t < to`. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * The stretch of a window that opens on `day`; undefined when it does not open then, or when the clock
 * skips the whole of it. `reach: 'widest'` ends a stretch at the second of two equal closing times, and lets
 * the night of a date the zone left out be a night.
 */
export const stretchOn = (input: {
  day: Temporal.PlainDate;
  window: Window;
  zone: string;
  reach?: 'narrowest' | 'widest';
}): Stretch | undefined => {
  const { day, window, zone } = input;
  if (window.days !== undefined && !isoWeekdays(window.days).has(day.dayOfWeek)) return undefined;
  if (input.reach !== 'widest' && !dayExists({ day, zone })) return undefined;
  const opening = window.from ?? '00:00';
  const closing = window.to ?? '24:00';
  const from = atLocal({ day, time: opening, zone });
  const to = atLocal({
    day: closing > opening ? day : day.add({ days: 1 }),
    time: closing,
    zone,
    repeated: input.reach === 'widest' ? 'last' : 'first',
  });
  return to > from ? { from, to } : undefined;
};

const searchDays = 800;

/**
 * When a window is next open: `from` itself (epoch milliseconds) when it is open then, else its next opening.
 * Nothing is open on a holiday (a local date, `2026-12-25`). Boundaries are local times in the zone: one that
 * does not exist is the first instant after it, one that comes twice is the first. Undefined when it does
 * not open within 800 days, such as a window of Mondays when all Mondays are holidays.
 */
export const nextOpening = (input: {
  from: number;
  window: Window;
  zone: string;
  holidays?: ReadonlySet<string>;
}): number | undefined => {
  const { from, window, zone } = input;
  let day = zonedAt({ at: from, zone }).toPlainDate().subtract({ days: 1 });
  for (let step = 0; step < searchDays; step += 1) {
    const stretch =
      input.holidays?.has(day.toString()) === true ? undefined : stretchOn({ day, window, zone });
    const opening = stretch === undefined ? undefined : openingIn({ ...input, stretch });
    if (opening !== undefined) return opening;
    day = day.add({ days: 1 });
  }
  return undefined;
};

/** The first instant of a stretch that is not before `from` and on no holiday (it may reach into one after midnight). */
const openingIn = (input: {
  stretch: Stretch;
  from: number;
  zone: string;
  holidays?: ReadonlySet<string>;
}): number | undefined => {
  const { stretch, zone, holidays } = input;
  const opening = Math.max(stretch.from, input.from);
  if (opening >= stretch.to) return undefined;
  return holidays?.has(localDay({ at: opening, zone })) === true ? undefined : opening;
};

/** Whether a window is open at an instant (epoch milliseconds). */
export const isOpen = (input: {
  at: number;
  window: Window;
  zone: string;
  holidays?: ReadonlySet<string>;
}): boolean => nextOpening({ ...input, from: input.at }) === input.at;

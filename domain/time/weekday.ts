import { z } from 'zod';

/** The days of the week, Monday first (ISO 8601: 1 to 7). */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const names = weekdays.join('|');

/** A day or a range of days in a file: `sat`, `mon-fri`, `fri-mon`. */
export const weekdaysSchema = z
  .array(
    z
      .string()
      .regex(
        new RegExp(`^(?:${names})(?:-(?:${names}))?$`),
        'must be a day such as `mon`, or a range such as `mon-fri`',
      ),
  )
  .min(1)
  .max(7)
  .describe('Days of the week: `mon` to `sun`, or ranges such as `mon-fri`.');

/** ISO day numbers (Monday 1 to Sunday 7) of days and ranges as written; a range may go over the weekend. */
export const isoWeekdays = (written: readonly string[]): ReadonlySet<number> => {
  const days = new Set<number>();
  for (const item of written) {
    const [from, to] = item.split('-').map((name) => weekdays.findIndex((day) => day === name));
    if (from === undefined || from < 0) continue;
    const length = (((to ?? from) - from + 7) % 7) + 1;
    for (let step = 0; step < length; step += 1) days.add(((from + step) % 7) + 1);
  }
  return days;
};

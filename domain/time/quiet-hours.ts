import { CicloError } from '../errors.ts';
import { zonedAt } from './local.ts';
import { isoWeekdays } from './weekday.ts';
import { stretchOn, windowSchema, type Window } from './window.ts';

const isAlways = (quiet: Window): boolean =>
  (quiet.from ?? '00:00') === '00:00' &&
  (quiet.to ?? '24:00') === '24:00' &&
  (quiet.days === undefined || isoWeekdays(quiet.days).size === 7);

/**
 * Hours in which nothing is sent: `{ "from": "21:00", "to": "08:00" }`, on the given days or on all.
 * The hours over midnight belong to the day they begin.
 */
export const quietHoursSchema = windowSchema
  .refine((quiet) => !isAlways(quiet), {
    message: 'quiet hours must leave a time to send: give `from` and `to`, or `days`',
  })
  .describe('Hours in which nothing is sent, such as from `21:00` to `08:00`, in the zone of the person.');
export type QuietHours = Window;

const chainDays = 15;

/**
 * When it stops being quiet: the end (epoch milliseconds) of the quiet hours `at` falls in; undefined when
 * it is not quiet. Several quiet hours that touch or overlap count as one. On the night the clocks are set
 * back, the whole repeated hour is quiet if its local time is. Throws `broken-definition` when
 * the quiet hours leave no gap at all.
 */
export const endOfQuiet = (input: {
  at: number;
  quiet: QuietHours | readonly QuietHours[];
  zone: string;
}): number | undefined => {
  const windows = [input.quiet].flat();
  let end: number | undefined;
  for (let step = 0; step < chainDays * Math.max(1, windows.length); step += 1) {
    const next = endAt({ at: end ?? input.at, windows, zone: input.zone });
    if (next === undefined) return end;
    end = next;
  }
  throw new CicloError({ code: 'broken-definition', message: 'The quiet hours never end.' });
};

const endAt = (input: { at: number; windows: readonly QuietHours[]; zone: string }): number | undefined => {
  const { at, windows, zone } = input;
  const today = zonedAt({ at, zone }).toPlainDate();
  for (const window of windows) {
    for (const day of [today.subtract({ days: 1 }), today]) {
      const stretch = stretchOn({ day, window, zone, reach: 'widest' });
      if (stretch !== undefined && stretch.from <= at && at < stretch.to) return stretch.to;
    }
  }
  return undefined;
};

import { isoWeekdays } from '../time/weekday.ts';
import type { Window } from '../time/window.ts';

const weekMinutes = 7 * 24 * 60;
const dayMinutes = 24 * 60;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The minutes of a week (from Monday, 00:00) that windows cover, by the clock. */
const minutesOf = (windows: readonly Window[]): Uint8Array => {
  const covered = new Uint8Array(weekMinutes);
  for (const { days, from = '00:00', to = '24:00' } of windows) {
    const [begin, end] = [minuteOf(from), minuteOf(to)];
    const length = end > begin ? end - begin : end + dayMinutes - begin;
    for (const day of days === undefined ? [1, 2, 3, 4, 5, 6, 7] : isoWeekdays(days)) {
      const start = (day - 1) * dayMinutes + begin;
      for (let n = start; n < start + length; n += 1) covered[n % weekMinutes] = 1;
    }
  }
  return covered;
};

/** Whether quiet hours leave no time of the week to send. */
export const isNeverOver = (quiet: readonly Window[]): boolean =>
  minutesOf(quiet).every((minute) => minute === 1);

/** Whether quiet hours add nothing to others: it is quiet then anyway. */
export const addsNothing = (quiet: Window, to: readonly Window[]): boolean => {
  const others = minutesOf(to);
  return minutesOf([quiet]).every((minute, n) => minute === 0 || others[n] === 1);
};

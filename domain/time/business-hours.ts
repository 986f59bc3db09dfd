import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { atLocal, lastLocalAt } from './local.ts';
import { stretchOn, windowSchema, type Stretch } from './window.ts';
import { zoneSchema } from './zone.ts';

/** A local date in a file, `2026-12-25`; a real one, of the calendar. */
const dateSchema = z.iso.date('must be a date such as `2026-12-25`');

/**
 * When a team works: weekly hours, and dates on which nobody does.
 * `{ "zone": "Europe/Madrid", "hours": [{ "days": ["mon-fri"], "from": "09:00", "to": "18:00" }], "holidays": ["2026-12-25"] }`.
 * Hours over midnight belong to the day they begin; hours that overlap count once.
 */
export const businessHoursSchema = z
  .strictObject({
    zone: zoneSchema.optional().describe('The zone of the hours; the zone of the tenant by default.'),
    hours: z.array(windowSchema).min(1).max(50).describe('Days and hours of a week.'),
    holidays: z.array(dateSchema).max(1000).optional().describe('Local dates on which nobody works.'),
  })
  .describe('When a team works: weekly hours in a zone, and holidays.');
export type BusinessHours = z.infer<typeof businessHoursSchema>;

/** Business hours that are ready to count with. */
export type BusinessCalendar = {
  readonly zone: string;
  readonly hours: BusinessHours['hours'];
  readonly holidays: ReadonlySet<string>;
};

/** Business hours as a calendar; `zone` (IANA) is that of the tenant, for hours without their own. */
export const businessCalendar = (input: { hours: BusinessHours; zone: string }): BusinessCalendar => ({
  zone: input.hours.zone ?? input.zone,
  hours: input.hours.hours,
  holidays: new Set(input.hours.holidays),
});

/**
 * The business time from `from` to `to` (epoch milliseconds), in milliseconds of real time: a night shift on the night that
 * clocks are set back has an hour more. 0 when `to` is not after `from`. The work grows with the days between.
 */
export const businessTimeBetween = (input: {
  from: number;
  to: number;
  calendar: BusinessCalendar;
}): number => {
  const { from, to, calendar } = input;
  if (to <= from) return 0;
  let sum = 0;
  for (const day of daysFrom({ at: from, zone: calendar.zone })) {
    if (atLocal({ day, time: '00:00', zone: calendar.zone }) >= to) break;
    for (const stretch of openOn({ day, calendar }))
      sum += Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));
  }
  return sum;
};

const idleDays = 800;

/**
 * The first instant (epoch milliseconds) by which `time` milliseconds of business time have passed since `from`: the close of a day
 * rather than the opening of the next, and `from` itself for 0. Undefined when nobody works for 800 days in a row.
 */
export const addBusinessTime = (input: {
  from: number;
  time: number;
  calendar: BusinessCalendar;
}): number | undefined => {
  const { from, calendar } = input;
  if (input.time <= 0) return from;
  let left = input.time;
  let idle = 0;
  for (const day of daysFrom({ at: from, zone: calendar.zone })) {
    idle += 1;
    for (const stretch of openOn({ day, calendar })) {
      const opening = Math.max(stretch.from, from);
      const length = Math.max(0, stretch.to - opening);
      if (length > 0) idle = 0;
      if (length >= left) return opening + left;
      left -= length;
    }
    if (idle > idleDays) return undefined;
  }
  return undefined;
};

/** When it is business time next: `at` (epoch milliseconds) itself when it is now; undefined when not within 800 days. */
export const nextBusinessTime = (input: { at: number; calendar: BusinessCalendar }): number | undefined => {
  const first = addBusinessTime({ from: input.at, time: 1, calendar: input.calendar });
  return first === undefined ? undefined : first - 1;
};

/** Whether an instant (epoch milliseconds) is business time. */
export const isBusinessTime = (input: { at: number; calendar: BusinessCalendar }): boolean =>
  nextBusinessTime(input) === input.at;

const lastDay = Temporal.PlainDate.from('9999-12-31');

function* daysFrom(input: { at: number; zone: string }): Generator<Temporal.PlainDate> {
  let day = lastLocalAt(input).toPlainDate();
  while (Temporal.PlainDate.compare(day, lastDay) < 0) {
    yield day;
    day = day.add({ days: 1 });
  }
}

/**
 * What of one local day is business time, in order and without overlap. A day lasts from its first midnight to that of the next.
 * Hours that begin on a holiday do not begin; hours that reach into one end at its midnight.
 */
const openOn = (input: { day: Temporal.PlainDate; calendar: BusinessCalendar }): readonly Stretch[] => {
  const { day, calendar } = input;
  const { zone, holidays } = calendar;
  if (holidays.has(day.toString())) return [];
  const begin = atLocal({ day, time: '00:00', zone });
  const end = atLocal({ day, time: '24:00', zone });
  const opened = [day.subtract({ days: 1 }), day].filter((one) => !holidays.has(one.toString()));
  const stretches = opened
    .flatMap((one) => calendar.hours.map((window) => stretchOn({ day: one, window, zone })))
    .flatMap((one) =>
      one === undefined ? [] : [{ from: Math.max(one.from, begin), to: Math.min(one.to, end) }],
    )
    .filter((one) => one.to > one.from)
    .sort((one, other) => one.from - other.from);
  return withoutOverlap(stretches);
};

const withoutOverlap = (sorted: readonly Stretch[]): readonly Stretch[] => {
  const merged: Stretch[] = [];
  for (const stretch of sorted) {
    const last = merged.at(-1);
    if (last === undefined || stretch.from > last.to) merged.push(stretch);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
  }
  return merged;
};

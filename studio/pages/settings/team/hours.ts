import type { components } from '../../../api/schema.ts';

/** Hours of work as the API has them. */
export type Hours = NonNullable<components['schemas']['Team']['hours']>;

/** Days of the week in their order. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Hours of some days as a form has them; times are `09:00`, empty for the whole day. */
export type HoursRow = {
  readonly id: number;
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
};

/** Hours of work as a form has them. */
export type HoursDraft = {
  readonly zone: string;
  readonly rows: readonly HoursRow[];
  readonly holidays: readonly string[];
};

const indexOf = (text: string | undefined): number => weekdays.findIndex((day) => day === text);

/** The days of `mon`, or of a range such as `fri-mon`. */
const daysOf = (text: string): readonly Weekday[] => {
  const [first, last = first] = text.split('-');
  const from = indexOf(first);
  const to = indexOf(last);
  if (from < 0 || to < 0) return [];
  const length = ((to - from + weekdays.length) % weekdays.length) + 1;
  return Array.from(
    { length },
    (_each, n) => weekdays[(from + n) % weekdays.length] ?? weekdays[from] ?? 'mon',
  );
};

/** Hours as a form shows them; none where there are none. */
export const draftOf = (hours: Hours | undefined): HoursDraft => ({
  zone: hours?.zone ?? '',
  rows: (hours?.hours ?? []).map(({ days, from = '', to = '' }, id) => {
    const named = new Set((days ?? weekdays).flatMap(daysOf));
    return { id, days: weekdays.filter((day) => named.has(day)), from, to: to === '24:00' ? '' : to };
  }),
  holidays: hours?.holidays ?? [],
});

/** Hours as the API takes them; `null` where the form has none. */
export const hoursOf = ({ zone, rows, holidays }: HoursDraft): Hours | null => {
  const hours = rows
    .filter(({ days }) => days.length > 0)
    .map(({ days, from, to }) => ({
      days: [...days],
      ...(from === '' ? {} : { from }),
      ...(to === '' ? {} : { to }),
    }));
  if (hours.length === 0) return null;
  return {
    hours,
    ...(zone === '' ? {} : { zone }),
    ...(holidays.length === 0 ? {} : { holidays: [...holidays] }),
  };
};

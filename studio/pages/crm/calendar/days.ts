import { Temporal } from 'temporal-polyfill';

/** How much of the calendar is shown. */
export const spans = ['month', 'week'] as const;
export type Span = (typeof spans)[number];

const daysOfWeek = 7;

/** The local day of an ISO instant in a zone, `2026-06-01`. */
export const dayOf = (iso: string, zone: string): string =>
  Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The hour of an ISO instant in a zone, `09:30`. */
export const hourOf = (iso: string, zone: string): string =>
  Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });

/** A day some days later, or earlier. */
export const dayAfter = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** The same day a month or week later or earlier; the last day of a shorter month. */
export const spanAfter = (day: string, span: Span, count: number): string =>
  Temporal.PlainDate.from(day)
    .add(span === 'month' ? { months: count } : { weeks: count })
    .toString();

/** The weeks that show a day's month, or the week it is in; each from Monday to Sunday. */
export const weeksOf = (day: string, span: Span): readonly (readonly string[])[] => {
  const date = Temporal.PlainDate.from(day);
  const first = span === 'month' ? date.with({ day: 1 }) : date;
  const last = span === 'month' ? date.with({ day: date.daysInMonth }) : date;
  const start = first.subtract({ days: first.dayOfWeek - 1 });
  const count = Math.ceil((start.until(last).days + 1) / daysOfWeek);
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: daysOfWeek }, (__, n) => start.add({ days: week * daysOfWeek + n }).toString()),
  );
};

/** Which days an arrow key or page key leads to; undefined for any other key. */
export const dayByKey = (day: string, key: string): string | undefined => {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -daysOfWeek,
    ArrowDown: daysOfWeek,
  };
  if (key === 'PageUp') return spanAfter(day, 'month', -1);
  if (key === 'PageDown') return spanAfter(day, 'month', 1);
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : dayAfter(day, step);
};

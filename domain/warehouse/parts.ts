import type { Grain } from './shape.ts';

/**
 * A part of a table: the rows of a span of time, which share a file. The first part is open towards the past (`from` is
 * undefined), the last towards the future, so that every row is in exactly one.
 */
export type Part = {
  readonly name: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

const dayMs = 86_400_000;
/** A month whose end lies so far back is one part of tables that are cut by day. */
const settledMs = 3 * dayMs;
/** More months than this are not cut apart: what is older is in the first part. */
const monthsMax = 240;

const startOfMonth = (at: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};
const nextMonth = (at: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
};
const monthsBefore = (at: number, count: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count, 1);
};
const nameOf = (at: number, length: number): string => new Date(at).toISOString().slice(0, length);

const daysOf = (from: number, to: number): Part[] => {
  const days: Part[] = [];
  for (let at = from; at < to; at += dayMs) days.push({ name: nameOf(at, 10), from: at, to: at + dayMs });
  return days;
};

/**
 * The parts of a table whose first row is of `earliest`, as of `now`: months of UTC, of tables by day the days of months that
 * are not long over, or `all`. Without rows there are none.
 */
export const partsOf = (input: {
  grain: Grain;
  earliest: number | undefined;
  now: number;
}): readonly Part[] => {
  const { grain, earliest, now } = input;
  if (grain === 'whole') return [{ name: 'all' }];
  if (earliest === undefined) return [];
  const last = startOfMonth(Math.max(now, 0));
  const first = Math.max(startOfMonth(Math.min(earliest, now)), monthsBefore(last, monthsMax));
  const parts: Part[] = [];
  for (let at = first; at <= last; at = nextMonth(at)) {
    const to = nextMonth(at);
    const isSettled = to + settledMs <= now;
    if (grain === 'month' || isSettled) parts.push({ name: nameOf(at, 7), from: at, to });
    else parts.push(...daysOf(at, Math.min(to, Math.floor(now / dayMs) * dayMs + dayMs)));
  }
  return parts.map(({ name, from, to }, index) => ({
    name,
    ...(index === 0 || from === undefined ? {} : { from }),
    ...(index === parts.length - 1 || to === undefined ? {} : { to }),
  }));
};

/** The part that holds a row of an instant. */
export const partAt = (parts: readonly Part[], at: number): Part | undefined =>
  parts.find(({ from, to }) => (from === undefined || at >= from) && (to === undefined || at < to));

/** How long after its end rows of a part may still change by themselves. */
const changeMs: Readonly<Record<Grain, number>> = { day: dayMs, month: 40 * dayMs, whole: Infinity };

/** Whether a part that was read at `readAt` may have changed since by time alone. */
export const isOpen = (input: { grain: Grain; part: Part; readAt: number }): boolean => {
  const { grain, part, readAt } = input;
  return part.to === undefined || readAt < part.to + changeMs[grain];
};

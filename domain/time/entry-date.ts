import type { Temporal } from 'temporal-polyfill';

import { applyOffset, dayOfDate, inYear } from './date-attribute.ts';
import { atLocal, zonedAt } from './local.ts';

/** What a date entry of a journey says of its time. */
export type DateRule = {
  readonly yearly: boolean;
  /** `7 days before`, `1 hour after`. */
  readonly offset?: string | undefined;
  /** The local time of day, `09:00`. */
  readonly at: string;
};

/** One occurrence of a date: when the journey starts (epoch milliseconds), and the day it is about, `2026-05-01`. */
export type EntryDate = { readonly at: number; readonly day: string };

/** Days and weeks of an offset keep the time of day here: "7 days before, at 09:00" is at 09:00. */
const keepingTime = (offset: string | undefined): string | undefined =>
  offset?.replace(/^(\d+) (days?|weeks?) /, '$1 calendar $2 ');

const atDay = (input: { day: Temporal.PlainDate; rule: DateRule; zone: string }): EntryDate => {
  const { day, rule, zone } = input;
  const at = applyOffset({
    at: atLocal({ day, time: rule.at, zone }),
    offset: keepingTime(rule.offset),
    zone,
  });
  return { at, day: day.toString() };
};

/** An offset is at most ten years long. */
const reachYears = 11;

/**
 * The next occurrence of a date attribute that starts a journey, not before `from` (epoch milliseconds): on its
 * day at the local time of the rule, moved by the offset. With `yearly` the day comes every year from that of the date on;
 * 29 February is 28 February in common years, so that it is in its month and comes once every year. A time the
 * clock skips is the first instant after it, one that comes twice the first. Undefined when the attribute is no date, or
 * its only occurrence is over.
 */
export const nextEntryDate = (input: {
  value: unknown;
  rule: DateRule;
  zone: string;
  from: number;
}): EntryDate | undefined => {
  const { value, rule, zone, from } = input;
  const date = dayOfDate({ value, zone });
  if (date === undefined) return undefined;
  if (!rule.yearly) {
    const only = atDay({ day: date, rule, zone });
    return only.at >= from ? only : undefined;
  }
  const reach = rule.offset === undefined ? 1 : reachYears;
  const first = Math.max(date.year, zonedAt({ at: from, zone }).year - reach);
  for (let year = first; year <= first + 2 * reach; year += 1) {
    const next = atDay({ day: inYear({ date, year, leapDay: 'february-28' }), rule, zone });
    if (next.at >= from) return next;
  }
  return undefined;
};

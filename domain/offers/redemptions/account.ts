import type { Temporal } from 'temporal-polyfill';

import { atLocal, zonedAt } from '../../time/local.ts';
import { addUsed, type Posting, type Used, unused, usedOf } from './posting.ts';

export const periods = ['day', 'week', 'month'] as const;
/** A calendar period in the zone of the shop; a week begins on Monday. */
export type Period = (typeof periods)[number];

/** What was used since the beginning of a period. */
export type WindowOf = Used & { readonly start: number };

/** What is used of an offer by everybody. */
export type Account = {
  readonly used: Used;
  readonly windows: Readonly<Record<Period, WindowOf>>;
  /** The latest instant it was looked at; it never goes back. */
  readonly at: number;
};

const firstDay = (input: { period: Period; day: Temporal.PlainDate }): Temporal.PlainDate => {
  const { period, day } = input;
  if (period === 'day') return day;
  if (period === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  return day.with({ day: 1 });
};

/** The first instants of the day, the week and the month that an instant is in. */
export type PeriodStarts = (at: number) => Readonly<Record<Period, number>>;

/** Finds them for a zone. The last answer is remembered: the books of many offers are opened at one instant. */
export const createPeriodStarts = (zone: string): PeriodStarts => {
  let last: { at: number; starts: Readonly<Record<Period, number>> } | undefined;
  return (at) => {
    if (last?.at === at) return last.starts;
    const today = zonedAt({ at, zone }).toPlainDate();
    const start = (period: Period): number =>
      atLocal({ day: firstDay({ period, day: today }), time: '00:00', zone });
    const starts = { day: start('day'), week: start('week'), month: start('month') };
    last = { at, starts };
    return starts;
  };
};

const fresh: WindowOf = { ...unused, start: 0 };

/** The account of an offer of which nothing was used. */
export const emptyAccount: Account = {
  used: unused,
  windows: { day: fresh, week: fresh, month: fresh },
  at: 0,
};

/** The account at an instant: a period that is over begins again with nothing. Instants before `at` of the account count as that. */
export const rollAccount = (input: { account: Account; now: number; starts: PeriodStarts }): Account => {
  const { account } = input;
  const at = Math.max(account.at, input.now);
  const starts = input.starts(at);
  const roll = (period: Period): WindowOf => {
    const start = starts[period];
    const window = account.windows[period];
    return start > window.start ? { ...unused, start } : window;
  };
  return { used: account.used, windows: { day: roll('day'), week: roll('week'), month: roll('month') }, at };
};

const addTo = (window: WindowOf, posting: Posting): WindowOf =>
  posting.bookedAt < window.start ? window : { ...addUsed(window, posting), start: window.start };

/** The account with one more posting. What is given back goes to the period in which the redemption began to count. */
export const book = (account: Account, posting: Posting): Account => {
  const { day, week, month } = account.windows;
  return {
    used: addUsed(account.used, posting),
    windows: { day: addTo(day, posting), week: addTo(week, posting), month: addTo(month, posting) },
    at: account.at,
  };
};

/** The account with the same periods and nothing used: postings are booked on it again to check its counters. */
export const emptied = ({ at, windows }: Account): Account => {
  const empty = (period: Period): WindowOf => ({ ...unused, start: windows[period].start });
  return { used: unused, windows: { day: empty('day'), week: empty('week'), month: empty('month') }, at };
};

/** Where the counters of an account are not what its postings say; empty when the books balance. */
export const differences = (input: {
  account: Account;
  counted: Account;
}): readonly { readonly of: 'total' | Period; readonly counter: Used; readonly postings: Used }[] => {
  const { account, counted } = input;
  const sides = [
    { of: 'total' as const, counter: account.used, postings: counted.used },
    ...periods.map((of) => ({
      of,
      counter: usedOf(account.windows[of]),
      postings: usedOf(counted.windows[of]),
    })),
  ];
  const isSame = (a: Used, b: Used): boolean =>
    a.count === b.count && a.discount === b.discount && a.orderValue === b.orderValue;
  return sides.filter(({ counter, postings }) => !isSame(counter, postings));
};

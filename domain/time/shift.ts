import type { Temporal } from 'temporal-polyfill';

import { calendarUnits, exactUnits, type Duration } from './duration.ts';
import { instantOfLocal, zonedAt } from './local.ts';

type Shift = { from: number; duration: Duration; zone: string; times?: number };
type Sign = 1 | -1;

const shift = (input: Shift & { sign: Sign }): number => {
  const { from, duration, zone } = input;
  const amount = duration.amount * (input.times ?? 1) * input.sign;
  if (duration.kind === 'exact') return from + amount * exactUnits[duration.unit];
  const local = zonedAt({ at: from, zone }).toPlainDateTime();
  return instantOfLocal({ local: local.add(fieldsOf({ duration, amount })), zone });
};

const fieldsOf = (input: {
  duration: Duration & { kind: 'calendar' };
  amount: number;
}): Temporal.DurationLike =>
  Object.fromEntries(
    Object.entries(calendarUnits[input.duration.unit]).map(([field, size]) => [field, size * input.amount]),
  );

/**
 * The instant a duration after `from` (epoch milliseconds), `times` times over. Exact durations count
 * milliseconds. Calendar ones keep the local time of the zone: a month from 31 January is the last
 * of February; a time that does not exist becomes the first that does, one that comes twice is the first.
 */
export const addDuration = (input: Shift): number => shift({ ...input, sign: 1 });

/** The instant a duration before `from`; otherwise as `addDuration`. */
export const subtractDuration = (input: Shift): number => shift({ ...input, sign: -1 });

type Reach = { now: number; duration: Duration; zone: string };

/**
 * The instant that is exactly `duration` ago, for asking whether something is older than that. Unlike
 * plain subtraction it never goes backward as `now` goes forward: where the calendar has no such day
 * (31 March less one month), or the clock shows an hour for the second time, it stays at the end of what it
 * reached. So "older than 1 month" becomes true once for every instant, and stays true.
 */
export const threshold = (input: Reach): number => reach({ ...input, sign: -1 });

/** The instant that is exactly `duration` ahead; as steady as `threshold`. */
export const horizon = (input: Reach): number => reach({ ...input, sign: 1 });

const reach = (input: Reach & { sign: Sign }): number => {
  const { now, duration, zone, sign } = input;
  if (duration.kind === 'exact') return shift({ from: now, duration, zone, sign });
  const local = steadyLocal({ now, zone });
  const date = local.toPlainDate().add(fieldsOf({ duration, amount: duration.amount * sign }));
  const byMonths = duration.unit === 'month' || duration.unit === 'year';
  const clamped = byMonths && date.day !== local.day;
  const there = clamped ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(local.toPlainTime());
  return instantOfLocal({ local: there, zone });
};

/** The local time, held at the end of a repeated stretch while the clock runs through it again. */
const steadyLocal = (input: { now: number; zone: string }): Temporal.PlainDateTime => {
  const zoned = zonedAt({ at: input.now, zone: input.zone });
  const local = zoned.toPlainDateTime();
  if (instantOfLocal({ local, zone: input.zone }) === zoned.epochMilliseconds) return local;
  const change = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  if (change === null) return local;
  const before = zonedAt({ at: change.epochMilliseconds - 1, zone: input.zone }).toPlainDateTime();
  return before.add({ milliseconds: 1 });
};

type Ageing = { instant: number; duration: Duration; zone: string };

/**
 * The first instant at which something that happened at `instant` is `duration` old:
 * the least t with `threshold(t) >= instant`.
 */
export const comesOfAge = (input: Ageing): number => firstReaching({ ...input, sign: -1 });

/** The first instant at which `instant` is no more than `duration` ahead: the least t with `horizon(t) >= instant`. */
export const comesNear = (input: Ageing): number => firstReaching({ ...input, sign: 1 });

const margin = 5 * exactUnits.day;

const firstReaching = (input: Ageing & { sign: Sign }): number => {
  const { instant, duration, zone, sign } = input;
  const guess = shift({ from: instant, duration, zone, sign: sign === 1 ? -1 : 1 });
  if (duration.kind === 'exact') return guess;
  let low = guess - margin;
  let high = guess + margin;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reach({ now: middle, duration, zone, sign }) >= instant) high = middle;
    else low = middle;
  }
  return high;
};

import { Temporal } from 'temporal-polyfill';

import { atLocal, instantOfLocal } from './local.ts';

/**
 * A date of the calendar and nothing else: `2026-03-29`, years 1000 to 9999. Exact, with month lengths and
 * leap years, and without look-around, so that the same pattern can be given to a database.
 */
export const datePattern =
  '^(?:[1-9]\\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))' +
  '|(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)$';

/** An instant as we store it, in UTC with milliseconds: `2026-03-29T09:30:00.000Z`. Its order as text is its order in time. */
export const storedInstantPattern =
  datePattern.replace(/\$$/, '') + 'T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$';

/** A local time as we store it: `2026-03-29T09:30:00.000`. Its order as text is its order on the wall of any zone. */
const storedLocalPattern = storedInstantPattern.replace(/Z\$$/, '$');

const dateOnly = new RegExp(datePattern);
const stored = new RegExp(storedInstantPattern);
const storedLocal = new RegExp(storedLocalPattern);
const withOffset =
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
const withoutOffset = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?$/;

/** Numbers nearer to zero than this are seconds since 1970, others milliseconds (10^11 ms is March 1973, 10^11 s the year 5138). */
export const millisecondsFrom = 100_000_000_000;

/** The instants we deal in, in epoch milliseconds: the years 1000 to 9999. */
export const earliest = -30_610_224_000_000;
export const latest = 253_402_300_799_999;

const within = (instant: number): number | undefined =>
  instant >= earliest && instant <= latest ? instant : undefined;

/** True for a calendar date, `2026-03-29`. */
export const isDateText = (value: unknown): value is string =>
  typeof value === 'string' && dateOnly.test(value);

/**
 * Reads an instant (epoch milliseconds) from an attribute's value: ISO 8601 with an offset or `Z`; an ISO date,
 * which is its midnight in the zone, or its `at` (`09:00`); ISO without an offset, which is local time in the
 * zone; a number of seconds or milliseconds since 1970, rounded to the millisecond; a Date. Undefined for anything else, and outside
 * the years 1000 to 9999.
 */
export const readInstant = (input: { value: unknown; zone: string; at?: string }): number | undefined => {
  const { value, zone } = input;
  if (typeof value === 'number') return ofNumber(value);
  if (value instanceof Date) return within(value.getTime());
  if (typeof value !== 'string' || value.length > 40) return undefined;
  try {
    if (stored.test(value)) return Date.parse(value);
    if (dateOnly.test(value)) return atLocal({ day: value, time: input.at ?? '00:00', zone });
    if (withOffset.test(value)) return within(Temporal.Instant.from(value).epochMilliseconds);
    const local = localOf(value);
    return local === undefined ? undefined : instantOfLocal({ local, zone });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const ofNumber = (value: number): number | undefined => {
  if (!Number.isFinite(value)) return undefined;
  return within(Math.round(Math.abs(value) < millisecondsFrom ? value * 1000 : value));
};

/** The date and time of a text without an offset, `2026-03-29T09:30`, to the millisecond; undefined for anything else. */
const localOf = (value: string): Temporal.PlainDateTime | undefined =>
  withoutOffset.test(value) && dateOnly.test(value.slice(0, 10))
    ? Temporal.PlainDateTime.from(value.replace(',', '.')).round({
        smallestUnit: 'millisecond',
        roundingMode: 'floor',
      })
    : undefined;

const dayMs = 86_400_000;

/**
 * The date a value is meant as where a day is asked for: a date itself, and an instant at midnight UTC, which is how systems
 * store a date they have no type for (a birthday as `1990-12-02T00:00:00Z`). Undefined for other instants, whose
 * day depends on the zone.
 */
export const dateTextOf = (value: unknown): string | undefined => {
  if (isDateText(value)) return value;
  if (typeof value === 'string' && !withOffset.test(value)) return undefined;
  const at = readInstant({ value, zone: 'UTC' });
  return at === undefined || at % dayMs !== 0 ? undefined : new Date(at).toISOString().slice(0, 10);
};

/** A local time as text in the form we store. */
export const localText = (local: Temporal.PlainDateTime): string =>
  local.toString({ fractionalSecondDigits: 3 });

/**
 * A value as it should be stored: text that is an ISO 8601 instant with an offset becomes UTC with milliseconds, and one
 * without an offset gets milliseconds, so that databases order each as time. Dates and everything else stay as they are.
 */
export const toStored = (value: string): string => {
  if (value.length > 40 || stored.test(value) || storedLocal.test(value)) return value;
  if (withOffset.test(value)) {
    const instant = readInstant({ value, zone: 'UTC' });
    return instant === undefined ? value : new Date(instant).toISOString();
  }
  try {
    const local = localOf(value);
    return local === undefined ? value : localText(local);
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
};

import { Temporal } from 'temporal-polyfill';

/** A local time of day as people write it, `09:00`, from 00:00 to 23:59. */
export const localTimePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** The instant as a date and local time of a zone. The time of a moved clock may have parts of a millisecond. */
export const zonedAt = (input: { at: number; zone: string }): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(input.at)).toZonedDateTimeISO(input.zone);

/**
 * The instant (epoch milliseconds) at which a wall clock of the zone shows `local`.
 * A time that comes twice (clocks set back) is taken the first time, or with `repeated: 'last'` the second.
 * A time that never comes (clocks set forward, or a whole day left out) becomes the first instant after it.
 */
export const instantOfLocal = (input: {
  local: Temporal.PlainDateTime;
  zone: string;
  repeated?: 'first' | 'last';
}): number => {
  const disambiguation = input.repeated === 'last' ? 'later' : 'earlier';
  const zoned = input.local.toZonedDateTime(input.zone, { disambiguation });
  if (zoned.toPlainDateTime().equals(input.local)) return zoned.epochMilliseconds;
  const past = input.local.toZonedDateTime(input.zone, { disambiguation: 'later' });
  const change = past.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return change?.epochMilliseconds ?? past.epochMilliseconds;
};

/**
 * The latest local time, to the millisecond, that `instantOfLocal` reads as `at` (epoch milliseconds) or before: what the wall
 * shows, or the last it showed before the clock was set back, while it shows a time for the second time.
 */
export const lastLocalAt = (input: { at: number; zone: string }): Temporal.PlainDateTime => {
  const { at, zone } = input;
  const shown = zonedAt({ at, zone });
  const local = shown.toPlainDateTime();
  if (instantOfLocal({ local, zone }) >= at) return local;
  const change = zonedAt({ at: at + 1, zone }).getTimeZoneTransition('previous');
  return change === null ? local : change.subtract({ milliseconds: 1 }).toPlainDateTime();
};

/** The local date of an instant in a zone, `2026-03-29`. */
export const localDay = (input: { at: number; zone: string }): string =>
  zonedAt(input).toPlainDate().toString();

/**
 * The instant (epoch milliseconds) of a local date and time of day (`09:00`; `24:00` is the next midnight)
 * in a zone, by the rules of `instantOfLocal`.
 */
export const atLocal = (input: {
  day: string | Temporal.PlainDate;
  time: string;
  zone: string;
  repeated?: 'first' | 'last';
}): number => {
  const date = typeof input.day === 'string' ? Temporal.PlainDate.from(input.day) : input.day;
  const [hour = 0, minute = 0] = input.time.split(':').map(Number);
  const local =
    hour === 24
      ? date.add({ days: 1 }).toPlainDateTime()
      : date.toPlainDateTime(Temporal.PlainTime.from({ hour, minute }));
  return instantOfLocal({ ...input, local });
};

/** False for the few dates a zone left out, such as 30 December 2011 in Samoa. */
export const dayExists = (input: { day: Temporal.PlainDate; zone: string }): boolean =>
  localDay({ at: atLocal({ ...input, time: '00:00' }), zone: input.zone }) === input.day.toString();

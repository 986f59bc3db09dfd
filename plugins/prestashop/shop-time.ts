import { Temporal } from 'temporal-polyfill';

/** Whether a text names a time zone. */
export const isZone = (text: string): boolean => {
  try {
    return text.includes('/') || text === 'UTC'
      ? Temporal.Now.zonedDateTimeISO(text).timeZoneId !== ''
      : false;
  } catch {
    return false;
  }
};

const written = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** A time as the shop writes it, on its own clock, as ISO 8601 in UTC; undefined for `0000-00-00 00:00:00` and what is none. */
export const utcOf = (text: string | undefined, zone: string): string | undefined => {
  const [, day, time] = written.exec(text ?? '') ?? [];
  if (day === undefined || time === undefined || day.startsWith('0000')) return undefined;
  try {
    const at = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone);
    return new Date(at.epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
};

/** An instant as the shop writes times. */
export const shopTime = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000) * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');

import { Temporal } from 'temporal-polyfill';

const minutes = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: 'minute' });

/** What the clock of a zone shows at an ISO instant: `2026-04-01T09:00`. */
export const wallOf = (input: { iso: string; zone: string }): string =>
  minutes(Temporal.Instant.from(input.iso).toZonedDateTimeISO(input.zone).toPlainDateTime());

/** The ISO instant at which the clock of a zone shows a time. */
export const instantOf = (input: { wall: string; zone: string }): string =>
  new Date(
    Temporal.PlainDateTime.from(input.wall).toZonedDateTime(input.zone).epochMilliseconds,
  ).toISOString();

/** Nine in the morning of the day after an ISO instant, by the clock of a zone. */
export const nextMorning = (input: { iso: string; zone: string }): string => {
  const { iso, zone } = input;
  const day = Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  return minutes(day.toPlainDateTime('09:00'));
};

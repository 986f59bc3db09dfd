import { Temporal } from 'temporal-polyfill';

/** The ISO instant at which a local day, `2026-12-24`, begins in a zone. */
export const dayStart = (input: { day: string; zone: string }): string =>
  new Date(Temporal.PlainDate.from(input.day).toZonedDateTime(input.zone).epochMilliseconds).toISOString();

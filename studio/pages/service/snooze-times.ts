import { Temporal } from 'temporal-polyfill';

const hour = 3_600_000;
const morning = { hour: 9, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 };

/** Until when something may be snoozed, in the order in which it is offered. */
export const snoozes = ['hour', 'afternoon', 'tomorrow', 'monday'] as const;
export type Snooze = (typeof snoozes)[number];

/** The ISO instant at which a snooze from `now` (epoch ms) ends: in one or four hours, or at nine in the morning of the zone. */
export const snoozeEnd = (input: { snooze: Snooze; now: number; zone: string }): string => {
  const { snooze, now, zone } = input;
  if (snooze === 'hour') return new Date(now + hour).toISOString();
  if (snooze === 'afternoon') return new Date(now + 4 * hour).toISOString();
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const days = snooze === 'tomorrow' ? 1 : 8 - local.dayOfWeek;
  return new Date(local.add({ days }).with(morning).epochMilliseconds).toISOString();
};

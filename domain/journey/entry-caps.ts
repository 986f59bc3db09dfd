import type { Temporal } from 'temporal-polyfill';

import { atLocal, zonedAt } from '../time/local.ts';
import type { Entry } from './definition.ts';

/** The stretch a cap counts over. */
export type CapKind = 'hour' | 'day' | 'occurrence' | 'total';

/** One of the places an entry has to take: there are `max` of them in its window. */
export type CapWindow = {
  readonly kind: CapKind;
  /** Names the window: the same for everybody it counts. */
  readonly window: string;
  readonly max: number;
  /** When the window is over, epoch milliseconds; undefined for one that never is. */
  readonly ends?: number;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The first instant of the next date there is. */
const endOfDay = (input: { date: Temporal.PlainDate; zone: string }): number =>
  atLocal({ day: input.date, time: '24:00', zone: input.zone });

/**
 * The places an entry at an instant has to take under the caps of a journey, the shortest window first. An hour is a
 * full hour of UTC, a day is one of the calendar of the business, in its zone. `occurrence` is the
 * instant of the schedule that enters them; without one, `perRun` does not count.
 */
export const capWindows = (input: {
  caps: Entry['caps'];
  at: number;
  zone: string;
  occurrence: string | undefined;
}): readonly CapWindow[] => {
  const { caps, occurrence } = input;
  if (caps === undefined) return [];
  const date = zonedAt({ at: input.at, zone: input.zone }).toPlainDate();
  const hour = Math.floor(input.at / hourMs) * hourMs;
  const windows: (CapWindow | undefined)[] = [
    caps.hour === undefined
      ? undefined
      : { kind: 'hour', window: `hour:${hour}`, max: caps.hour, ends: hour + hourMs },
    caps.day === undefined
      ? undefined
      : { kind: 'day', window: `day:${date.toString()}`, max: caps.day, ends: endOfDay({ date, ...input }) },
    caps.perRun === undefined || occurrence === undefined
      ? undefined
      : {
          kind: 'occurrence',
          window: `occurrence:${occurrence}`,
          max: caps.perRun,
          ends: input.at + 7 * dayMs,
        },
    caps.total === undefined ? undefined : { kind: 'total', window: 'total', max: caps.total },
  ];
  return windows.filter((window) => window !== undefined);
};

import { Temporal } from 'temporal-polyfill';

import { instantOfLocal } from '../time/local.ts';
import type { BroadcastPlan } from './plan.ts';

const hourMs = 3_600_000;
/** The clocks that are furthest ahead show a time so much before UTC does. */
const furthestAheadMs = 14 * hourMs;

const inZone = (input: { at: string; zone: string }): number =>
  instantOfLocal({ local: Temporal.PlainDateTime.from(input.at), zone: input.zone });

/** The first instant at which a broadcast has something to do. */
export const firstInstant = (input: { schedule: BroadcastPlan['schedule']; now: number }): number => {
  const { schedule, now } = input;
  switch (schedule.kind) {
    case 'now':
      return now;
    case 'at':
      return Math.max(now, Date.parse(schedule.at));
    case 'local':
      return Math.max(now, inZone({ at: schedule.at, zone: 'UTC' }) - furthestAheadMs);
  }
};

/** When a person is reached, by the clock of their zone where the schedule says so; `start` for all others. */
export const dueFor = (input: {
  schedule: BroadcastPlan['schedule'];
  start: number;
  zone: string;
}): number => {
  const { schedule, start, zone } = input;
  return schedule.kind === 'local' ? Math.max(start, inZone({ at: schedule.at, zone })) : start;
};

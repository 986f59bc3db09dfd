import type { Temporal } from 'temporal-polyfill';

import { datePattern, earliest, latest, millisecondsFrom, storedInstantPattern } from '../time/instant.ts';
import { atLocal, zonedAt } from '../time/local.ts';
import { anyOf } from './mongo-combine.ts';
import type { MongoFilter } from './mongo-field.ts';

type Stretch = { readonly from: number; readonly to: number; readonly zone: string };

/** The first local date whose midnight is later than an instant. */
const firstDayAfter = (input: { at: number; zone: string }): string => {
  const { at, zone } = input;
  let day: Temporal.PlainDate = zonedAt({ at, zone }).toPlainDate().subtract({ days: 1 });
  while (atLocal({ day, time: '00:00', zone }) <= at) day = day.add({ days: 1 });
  return day.toString();
};

const numbersWithin = (input: { low: number; high: number; from: number; to: number }): MongoFilter[] => {
  const low = Math.max(input.low, input.from);
  const high = Math.min(input.high, input.to);
  return low < high ? [{ $gte: low, $lt: high }] : [];
};

/**
 * What a field must be for its instant to be in `from < instant <= to`, in every form an instant is read from:
 * stored text, a date (midnight in the zone), and numbers of milliseconds or seconds, which are rounded to
 * the millisecond. `onlyStored` leaves the forms out that a field of the engine's own never has.
 */
const formsOf = (input: { stretch: Stretch; onlyStored: boolean }): MongoFilter[] => {
  const { zone } = input.stretch;
  const after = Math.max(input.stretch.from, earliest - 1);
  const upTo = Math.min(input.stretch.to, latest);
  if (after >= upTo) return [];
  const text = { $gt: new Date(after).toISOString(), $lte: new Date(upTo).toISOString() };
  if (input.onlyStored) return [text];
  const fromDay = after < earliest ? {} : { $gte: firstDayAfter({ at: after, zone }) };
  const toDay = upTo >= latest ? {} : { $lt: firstDayAfter({ at: upTo, zone }) };
  const [low, high] = [after + 0.5, upTo + 0.5];
  const milliseconds = { low, high };
  const seconds = { low: low / 1000, high: high / 1000 };
  return [
    { ...text, $regex: storedInstantPattern },
    { ...fromDay, ...toDay, $regex: datePattern },
    ...numbersWithin({ ...milliseconds, from: millisecondsFrom, to: Number.POSITIVE_INFINITY }),
    ...numbersWithin({ ...seconds, from: -millisecondsFrom + 1e-9, to: millisecondsFrom }),
    ...numbersWithin({ ...milliseconds, from: Number.NEGATIVE_INFINITY, to: -millisecondsFrom + 1e-9 }),
  ];
};

/** A filter for fields whose instant is in a stretch of time. */
export const timeFilter = (input: { field: string; stretch: Stretch; onlyStored: boolean }): MongoFilter =>
  anyOf(formsOf(input).map((form) => ({ [input.field]: { ...form, $not: { $type: 'array' } } })));

import type { Temporal } from 'temporal-polyfill';

import { earliest, latest, localText, millisecondsFrom } from '../../time/instant.ts';
import { atLocal, lastLocalAt, zonedAt } from '../../time/local.ts';
import { anyOf } from './mongo-combine.ts';
import type { MongoField, MongoFilter } from './mongo-field.ts';

type Stretch = { readonly from: number; readonly to: number; readonly zone: string };

/** The first local date whose midnight is later than an instant. */
const firstDayAfter = (input: { at: number; zone: string }): string => {
  const { at, zone } = input;
  let day: Temporal.PlainDate = zonedAt({ at, zone }).toPlainDate().subtract({ days: 1 });
  while (atLocal({ day, time: '00:00', zone }) <= at) day = day.add({ days: 1 });
  return day.toString();
};

/** Holds for texts that are a date written in just this format, and a real one: read and written again they are the same. */
const isWritten = (input: { value: unknown; format: string }): MongoFilter => {
  const date = { $dateFromString: { dateString: input.value, onError: null, onNull: null } };
  return { $expr: { $eq: [{ $dateToString: { date, format: input.format, onNull: '' } }, input.value] } };
};

const within = (input: { low: number; high: number; from: number; to: number }): MongoFilter[] => {
  const low = Math.max(input.low, input.from);
  const high = Math.min(input.high, input.to);
  return low < high ? [{ $gte: low, $lt: high }] : [];
};

/** Numbers of milliseconds or seconds since 1970; they are rounded to the millisecond, half up. */
const numbers = (stretch: { after: number; upTo: number }): MongoFilter[] => {
  const [low, high] = [stretch.after + 0.5, stretch.upTo + 0.5];
  const least = 1e-9;
  return [
    ...within({ low, high, from: millisecondsFrom, to: Number.POSITIVE_INFINITY }),
    ...within({ low: low / 1000, high: high / 1000, from: least - millisecondsFrom, to: millisecondsFrom }),
    ...within({ low, high, from: Number.NEGATIVE_INFINITY, to: least - millisecondsFrom }),
  ];
};

/**
 * A filter for fields whose instant is in `from < instant <= to`, in every form `readInstant` reads: text as it is
 * stored, with or without a zone, a date (its midnight in the zone), numbers. A field of the engine's own has only the first, and is found by
 * a plain range. The range comes first always, so that what is dearer is only asked of what is in it.
 */
export const timeFilter = (input: { field: MongoField; stretch: Stretch }): MongoFilter => {
  const { name, value, isInstant } = input.field;
  const { zone } = input.stretch;
  const after = Math.max(input.stretch.from, earliest - 1);
  const upTo = Math.min(input.stretch.to, latest);
  if (after >= upTo) return anyOf([]);
  const only = (range: MongoFilter): MongoFilter => ({ [name]: { ...range, $not: { $type: 'array' } } });
  const text = only({ $gt: new Date(after).toISOString(), $lte: new Date(upTo).toISOString() });
  if (isInstant) return text;
  const days = only({
    $gte: after < earliest ? '1000-01-01' : firstDayAfter({ at: after, zone }),
    ...(upTo >= latest ? { $lte: '9999-12-31' } : { $lt: firstDayAfter({ at: upTo, zone }) }),
  });
  const local = only({
    ...(after < earliest ? { $gte: '1000-01-01' } : { $gt: localText(lastLocalAt({ at: after, zone })) }),
    $lte: upTo >= latest ? '9999-12-31T23:59:59.999' : localText(lastLocalAt({ at: upTo, zone })),
  });
  return anyOf([
    { ...local, ...isWritten({ value, format: '%Y-%m-%dT%H:%M:%S.%L' }) },
    { ...text, ...isWritten({ value, format: '%Y-%m-%dT%H:%M:%S.%LZ' }) },
    { ...days, ...isWritten({ value, format: '%Y-%m-%d' }) },
    ...numbers({ after, upTo }).map(only),
  ]);
};

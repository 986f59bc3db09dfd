import type { Checked } from '../../problem.ts';
import type { EventsQuery } from '../facts.ts';
import { allOf } from './mongo-combine.ts';
import { eventRoot, fieldAt, type MongoFilter, type MongoRoot } from './mongo-field.ts';
import { toMongoFilter } from './mongo-filter.ts';
import { numberExpression } from './mongo-number.ts';
import { sumScale } from '../exact-sum.ts';
import { parsePath } from '../path.ts';

/** A stage of an aggregation, as plain JSON. */
export type MongoStage = Readonly<Record<string, unknown>>;

/** The expression of a number to sum up; null for what is no number. */
const numberAt = (path: string | undefined, root: MongoRoot): unknown => {
  const parts = path === undefined ? undefined : parsePath(path);
  if (parts === undefined) return null;
  return numberExpression(fieldAt({ root, parts }).value);
};

/** The expression of a number in millionths, as `exactSum` adds them; null stays null. */
const millionths = (number: unknown): unknown => ({
  $floor: { $add: [{ $multiply: [number, sumScale] }, 0.5] },
});

/**
 * The filter of the events a question is about, for documents that keep the name as `name` and the time as
 * `timestamp` in epoch milliseconds, the rest as the fact `event` shows it.
 */
export const eventsFilter = (query: EventsQuery): Checked<MongoFilter> => {
  const { name, since, until, where, zone } = query;
  const basic = { name, timestamp: { ...(since === undefined ? {} : { $gt: since }), $lte: until } };
  if (where === undefined) return { ok: true, value: basic, warnings: [] };
  const filter = toMongoFilter({ conditions: where, now: until, zone, roots: { event: eventRoot } });
  return filter.ok ? { ...filter, value: allOf([basic, filter.value]) } : filter;
};

/**
 * Stages that sum up the events left by `eventsFilter`, or records: one document for each value of `by` (an expression), with
 * that as `_id`, and `count`, `sum`, `average`, `min`, `max`, `first`, `last` as in the answer of the fact
 * `events`, or only those in `answers`.
 */
export const eventsSummaryStages = (input: {
  sumPath: string | undefined;
  /** Where the documents have what the path means. */
  root?: MongoRoot;
  by: unknown;
  answers?: ReadonlySet<string>;
}): readonly MongoStage[] => {
  const number = numberAt(input.sumPath, input.root ?? eventRoot);
  const numbers = { $sum: { $cond: [{ $eq: [number, null] }, 0, 1] } };
  const all = {
    count: { $sum: 1 },
    first: { $min: '$timestamp' },
    last: { $max: '$timestamp' },
    sum: { $sum: number === null ? { $literal: 0 } : millionths(number) },
    min: { $min: number },
    max: { $max: number },
  };
  const needs = (name: string): boolean =>
    input.answers === undefined ||
    input.answers.has(name) ||
    (name === 'sum' && input.answers.has('average'));
  const needed = Object.fromEntries(Object.entries(all).filter(([name]) => needs(name)));
  if (!needs('sum')) return [{ $group: { _id: input.by, ...needed } }];
  const sum = { $addFields: { sum: { $divide: ['$sum', sumScale] } } };
  if (!needs('average')) return [{ $group: { _id: input.by, ...needed } }, sum];
  const average = { $cond: [{ $eq: ['$numbers', 0] }, null, { $divide: ['$sum', '$numbers'] }] };
  return [{ $group: { _id: input.by, ...needed, numbers } }, sum, { $addFields: { average } }];
};

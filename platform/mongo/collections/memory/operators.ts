import { Context } from 'mingo/core';
import { type Iterator, Lazy } from 'mingo/lazy';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import type { Options } from 'mingo/types';

import { expressions } from './expressions.ts';
import { toTest } from './match.ts';
import { sortRows } from './order.ts';
import { isRow, type Row } from './values.ts';

/** Of no documents there is no count. */
const $count = (rows: Iterator, name: string, options: Options): Iterator =>
  pipeline.$count(rows, name, options).filter((row) => isRow(row) && row[name] !== 0);

const $match = (rows: Iterator, filter: Record<string, unknown>, _options: Options): Iterator => {
  const test = toTest(filter);
  return rows.filter((row) => isRow(row) && test(row));
};

/** The order of a stage, as it may be written. */
const orderOf = (order: Row): Record<string, 1 | -1> =>
  Object.fromEntries(Object.entries(order).map(([field, way]) => [field, way === -1 ? -1 : 1]));

const $sort = (rows: Iterator, order: Record<string, unknown>, _options: Options): Iterator =>
  Lazy(sortRows(rows.collect<Row>(), orderOf(order)));

/** All operators of pipelines. */
export const operators: Context = Context.from(
  expressions,
  Context.init({ pipeline: { ...pipeline, $count, $match, $sort }, projection: { ...projection } }),
);

import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import type { Iterator } from 'mingo/lazy';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as query from 'mingo/operators/query';
import type { Options } from 'mingo/types';

import { compareValues } from './order.ts';
import { isRow } from './values.ts';

/** A missing value comes before null where expressions compare. */
const compared = (a: unknown, b: unknown): number =>
  Number(a !== undefined) - Number(b !== undefined) || compareValues(a, b);

/** Comparisons go over all types, as the database makes them in expressions; those of mingo stay within a type. */
const comparison =
  (holds: (order: number) => boolean) =>
  (row: unknown, operands: unknown, options: Options): boolean => {
    const [a, b]: readonly unknown[] = Array.isArray(operands) ? operands : [];
    return holds(compared(evalExpr(row, a, options), evalExpr(row, b, options)));
  };

/** The greatest or the least of the values that are there: of an expression, or over a group of documents. */
const bestOf =
  (sign: 1 | -1) =>
  (given: unknown, operands: unknown, options: Options): unknown => {
    const values: unknown = Array.isArray(given)
      ? accumulator.$push(given.filter(isRow), operands, options)
      : evalExpr(given, operands, options);
    let best: unknown = null;
    for (const one of Array.isArray(values) ? values : [values]) {
      if (one === undefined || one === null) continue;
      if (best === null || compareValues(one, best) * sign > 0) best = one;
    }
    return best;
  };

const $max = bestOf(1);
const $min = bestOf(-1);

/** The expressions and conditions of mingo, with those of our own where it orders otherwise than the database. */
export const expressions: Context = Context.init({
  accumulator: { ...accumulator, $max, $min },
  expression: {
    ...expression,
    $eq: comparison((order) => order === 0),
    $ne: comparison((order) => order !== 0),
    $gt: comparison((order) => order > 0),
    $gte: comparison((order) => order >= 0),
    $lt: comparison((order) => order < 0),
    $lte: comparison((order) => order <= 0),
    $max,
    $min,
  },
  query: { ...query },
});

/** mingo copies all its operators for every aggregation; a stage of our own hands out options with them, to be used again. */
export const optionsOf = (given: Partial<Options> & { context: Context }): Partial<Options> => {
  let made: Partial<Options> = given;
  const handOut = (rows: Iterator, _none: unknown, options: Options): Iterator => {
    made = options;
    return rows;
  };
  const own = Context.from(given.context, Context.init({ pipeline: { $handOut: handOut } }));
  new Aggregator([{ $handOut: {} }], { ...given, context: own }).run([]);
  return made;
};

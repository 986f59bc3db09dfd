import {
  conditionsIn,
  type Condition,
  type Conditions,
  type FactValue,
  isFactValue,
  isLeaf,
  type ItemsParams,
  itemsParamsOf,
  type Leaf,
} from '../condition-shape.ts';
import { isFixed, toExpected } from '../decide/expected.ts';
import { numberOf } from '../decide/number-text.ts';
import { type Expected, tests } from '../decide/operators.ts';
import { exactSum, toSixDecimals } from '../exact-sum.ts';
import type { FactSource, FactTypes } from '../facts.ts';
import { positiveOf } from '../operator-names.ts';
import { parsePath, readPath, valueAt } from '../path.ts';
import { itemsOf } from './items-of.ts';

type OfItem<T> = (item: unknown) => T;

/** Something about an item, made ready once, and then for the facts of one decision. */
export type AboutItem<T> = (facts: FactSource) => OfItem<T>;

/** Values made ready once do not depend on the moment. */
const anyMoment = { now: 0, zone: 'UTC' };

const every: AboutItem<boolean> = () => () => true;

/** The number of an item, to the sixth decimal; undefined when one of those it is made of is none. */
const amountOf = (params: ItemsParams): OfItem<number | undefined> => {
  const { of = '$', times } = params;
  return (item) => {
    const amount = numberOf(readPath({ value: item, path: of }));
    const factor = times === undefined ? 1 : numberOf(readPath({ value: item, path: times }));
    return amount === undefined || factor === undefined ? undefined : toSixDecimals(amount * factor);
  };
};

/** Makes ready what is asked of a list: its answer for any value, undefined when there is none. What is no list has no items. */
export const compileAnswer = (params: ItemsParams, types: FactTypes): AboutItem<number | undefined> => {
  const where = params.where === undefined ? every : compileItems(params.where, types);
  const amount = amountOf(params);
  return (facts) => {
    const holds = where(facts);
    return (list) => {
      const items = itemsOf(list).filter(holds);
      if (params.items === 'count') return items.length;
      const amounts = items.flatMap((item) => amount(item) ?? []);
      if (params.items === 'sum') return exactSum(amounts);
      if (amounts.length === 0) return undefined;
      return params.items === 'min' ? Math.min(...amounts) : Math.max(...amounts);
    };
  };
};

/** Makes ready what a comparison looks at, or takes its value from. */
const compileReference = (reference: FactValue, types: FactTypes): AboutItem<unknown> => {
  const { fact, path = '$' } = reference;
  const parts = parsePath(path) ?? [];
  const type = types.get(fact);
  const params = itemsParamsOf(reference);
  const answer = params === undefined ? undefined : compileAnswer(params, types);
  return (facts) => {
    const answered: OfItem<unknown> = answer?.(facts) ?? ((value) => value);
    if (type?.known === 'item') return (item) => answered(valueAt({ value: item, parts }));
    const value = answered(valueAt({ value: type?.read?.(facts), parts }));
    return () => value;
  };
};

const compileExpected = (leaf: Leaf, types: FactTypes): AboutItem<Expected> => {
  const { operator, value } = leaf;
  if (isFixed(leaf)) {
    const fixed = toExpected({ operator, value, moment: anyMoment });
    return () => () => fixed;
  }
  const conditions = conditionsIn(value);
  if (conditions !== undefined) {
    const compiled = compileItems(conditions, types);
    return (facts) => {
      const expected: Expected = { kind: 'items', holds: compiled(facts) };
      return () => expected;
    };
  }
  const reference = isFactValue(value) ? compileReference(value, types) : undefined;
  const isOfItem = isFactValue(value) && types.get(value.fact)?.known === 'item';
  return (facts) => {
    const read: OfItem<unknown> = reference?.(facts) ?? (() => value);
    if (isOfItem) return (item) => toExpected({ operator, value: read(item), moment: facts });
    const expected = toExpected({ operator, value: read(undefined), moment: facts });
    return () => expected;
  };
};

const compileLeaf = (leaf: Leaf, types: FactTypes): AboutItem<boolean> => {
  const { operator, negated } = positiveOf(leaf.operator);
  const test = tests[operator];
  const actual = compileReference(leaf, types);
  const expected = compileExpected(leaf, types);
  return (facts) => {
    const [read, wanted] = [actual(facts), expected(facts)];
    return (item) => test(read(item), wanted(item)) !== negated;
  };
};

const compileCondition = (condition: Condition, types: FactTypes): AboutItem<boolean> =>
  isLeaf(condition) ? compileLeaf(condition, types) : compileItems(condition, types);

/**
 * Makes conditions on one item of a list ready, once. They are decided at once and not by json-rules-engine, which would have to wait for every
 * item of every list; the operators are the same. Conditions are those `checkConditions` lets through.
 */
export const compileItems = (conditions: Conditions, types: FactTypes): AboutItem<boolean> => {
  if ('not' in conditions) {
    const compiled = compileCondition(conditions.not, types);
    return (facts) => {
      const holds = compiled(facts);
      return (item) => !holds(item);
    };
  }
  const isAll = 'all' in conditions;
  const compiled = (isAll ? conditions.all : conditions.any).map((one) => compileCondition(one, types));
  return (facts) => {
    const tests = compiled.map((one) => one(facts));
    return isAll
      ? (item) => tests.every((holds) => holds(item))
      : (item) => tests.some((holds) => holds(item));
  };
};

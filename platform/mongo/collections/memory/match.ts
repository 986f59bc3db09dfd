import { Query } from 'mingo/query';

import { expressions, optionsOf } from './expressions.ts';
import { compareValues, rankOf } from './order.ts';
import { fieldsOf, isRow, type Row, valuesAt } from './values.ts';

/** Whether a document is one of those a filter means. */
export type Test = (row: Row) => boolean;

type ValueTest = (value: unknown) => boolean;

const isOperators = (condition: unknown): condition is Row =>
  isRow(condition) && Object.keys(condition).some((name) => name.startsWith('$'));

const equals = (expected: unknown): ValueTest => {
  if (expected === null || expected === undefined) return (value) => value === null || value === undefined;
  if (typeof expected !== 'object') return (value) => value === expected;
  return (value) => value !== undefined && compareValues(value, expected) === 0;
};

const within = (expected: unknown): ValueTest => {
  const list: readonly unknown[] = Array.isArray(expected) ? expected : [];
  const simple = new Set(list.filter((one) => typeof one !== 'object'));
  const others = list.filter((one) => typeof one === 'object').map(equals);
  return (value) => simple.has(value) || others.some((test) => test(value));
};

const ranges: Readonly<Record<string, (order: number) => boolean>> = {
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

const inRange = (holds: (order: number) => boolean, expected: unknown): ValueTest => {
  const rank = rankOf(expected);
  return (value) => rankOf(value) === rank && holds(compareValues(value, expected));
};

/** The test of one value for an operator; undefined for those that are left to mingo. */
const valueTest = (operator: string, expected: unknown): ValueTest | undefined => {
  if (operator === '$eq' || operator === '$ne') return equals(expected);
  if (operator === '$in' || operator === '$nin') return within(expected);
  const holds = Object.hasOwn(ranges, operator) ? ranges[operator] : undefined;
  return holds === undefined ? undefined : inRange(holds, expected);
};

/** True when what stands at a path, or an element of a list there, passes. */
const anyAt = (path: string, test: ValueTest): Test => {
  const passes: ValueTest = (value) => test(value) || (Array.isArray(value) && value.some(test));
  if (!path.includes('.')) return (row) => passes(Object.hasOwn(row, path) ? row[path] : undefined);
  const fields = fieldsOf(path);
  return (row) => valuesAt(row, fields).some(passes);
};

const options = optionsOf({ context: expressions });

const byMingo = (filter: Row): Test => {
  const query = new Query(filter, options);
  return (row) => query.test(row);
};

const not =
  (test: Test): Test =>
  (row) =>
    !test(row);

const existsAt = (path: string, expected: unknown): Test => {
  const fields = fieldsOf(path);
  const exists: Test = (row) => valuesAt(row, fields).some((value) => value !== undefined);
  return expected === false || expected === 0 ? not(exists) : exists;
};

const logical: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);

/** True for the `$elemMatch` of a filter, and not of operators for plain items. */
const isFilter = (condition: unknown): condition is Row =>
  isRow(condition) && Object.keys(condition).every((name) => !name.startsWith('$') || logical.has(name));

/** Only an object passes a filter; mingo also looks into other items. */
const elemMatch = (path: string, filter: Row): Test => {
  const test = toTest(filter);
  const fields = fieldsOf(path);
  return (row) =>
    valuesAt(row, fields).some(
      (value) => Array.isArray(value) && value.some((item: unknown) => isRow(item) && test(item)),
    );
};

const operatorTest = (input: { path: string; operator: string; expected: unknown; all: Row }): Test[] => {
  const { path, operator, expected, all } = input;
  if (operator === '$exists') return [existsAt(path, expected)];
  if (operator === '$elemMatch' && isFilter(expected)) return [elemMatch(path, expected)];
  if (operator === '$not') return [not(conditionTest(path, expected))];
  // Part of `$regex`.
  if (operator === '$options') return [];
  const test = expected instanceof RegExp ? undefined : valueTest(operator, expected);
  if (test !== undefined) {
    const any = anyAt(path, test);
    return [operator === '$ne' || operator === '$nin' ? not(any) : any];
  }
  const options = operator === '$regex' && '$options' in all ? { $options: all['$options'] } : {};
  return [byMingo({ [path]: { [operator]: expected, ...options } })];
};

const conditionTest = (path: string, condition: unknown): Test => {
  if (condition instanceof RegExp) return byMingo({ [path]: condition });
  if (!isOperators(condition)) return anyAt(path, equals(condition));
  const tests = Object.entries(condition).flatMap(([operator, expected]) =>
    operatorTest({ path, operator, expected, all: condition }),
  );
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : (row) => tests.every((test) => test(row));
};

const listOf = (condition: unknown): readonly Row[] =>
  Array.isArray(condition) ? condition.filter(isRow) : [];

const clauseTest = (path: string, condition: unknown): Test => {
  if (!path.startsWith('$')) return conditionTest(path, condition);
  const tests = listOf(condition).map(toTest);
  if (path === '$and') return (row) => tests.every((test) => test(row));
  if (path === '$or') return (row) => tests.some((test) => test(row));
  if (path === '$nor') return (row) => !tests.some((test) => test(row));
  return byMingo({ [path]: condition });
};

/** Makes the test of a filter. Conditions that are undefined do not count, as the driver leaves them out. */
export const toTest = (filter: Row): Test => {
  const tests = Object.entries(filter)
    .filter(([, condition]) => condition !== undefined)
    .map(([path, condition]) => clauseTest(path, condition));
  return (row) => tests.every((test) => test(row));
};

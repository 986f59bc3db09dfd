import { allOf, always, never, noneOf } from './mongo-combine.ts';
import type { MongoField, MongoFilter } from './mongo-field.ts';
import { timeFilter } from './mongo-time.ts';
import type { PositiveOperator } from './operator-names.ts';
import type { Expected } from './operators.ts';

/** The types of what is there: everything but null. Asked this way, a place of a list that is not there is never null. */
const thereTypes = ['string', 'number', 'bool', 'object', 'array', 'date'];

const noList = { $not: { $type: 'array' } };

/** A text as a pattern that finds just it, in every dialect of regular expressions. */
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** The least text greater than all that start with this one, by code points; undefined when there is none. */
const afterAll = (start: string): string | undefined => {
  const points = Array.from(start);
  for (;;) {
    const last = points.pop()?.codePointAt(0);
    if (last === undefined) return undefined;
    const next = last === 0xd7_ff ? 0xe0_00 : last + 1;
    if (next <= 0x10_ff_ff) return points.join('') + String.fromCodePoint(next);
  }
};

/** Whether the last characters of a text are these, without a pattern: some servers make one anew for each document. */
const endsIn = (input: { value: unknown; end: string }): unknown => {
  const { value, end } = input;
  const { length } = Array.from(end);
  const start = { $max: [0, { $subtract: [{ $strLenCP: '$$text' }, length] }] };
  return {
    $let: {
      vars: { text: { $cond: [{ $eq: [{ $type: value }, 'string'] }, value, ''] } },
      in: { $eq: [{ $substrCP: ['$$text', start, length] }, { $literal: end }] },
    },
  };
};

type Build = (input: { field: MongoField; expected: Expected }) => MongoFilter;

const scalar =
  (condition: (value: unknown) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field.name]: { ...condition(expected.value), ...noList } } : never;

const text =
  (condition: (text: string) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'text' ? { [field.name]: { ...condition(expected.text), ...noList } } : never;

const list =
  (condition: (values: readonly unknown[]) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'set' ? { [field.name]: condition([...expected.values]) } : never;

const time: Build = ({ field, expected }) =>
  expected.kind === 'time' ? timeFilter({ field, stretch: expected }) : never;

const startsWith = text((start) => {
  const after = afterAll(start);
  return after === undefined ? { $gte: start, $type: 'string' } : { $gte: start, $lt: after };
});

const endsWith: Build = ({ field, expected }) => {
  if (expected.kind !== 'text') return never;
  const $expr = endsIn({ value: field.value, end: expected.text });
  return { [field.name]: { $type: 'string', ...noList }, $expr };
};

const containsAll = list((values) => ({
  $type: 'array',
  $all: values.map((value) => ({ $elemMatch: { $eq: value } })),
}));

const builders: Record<PositiveOperator, Build> = {
  equal: scalar((value) => ({ $eq: value })),
  in: list((values) => ({ $in: values, ...noList })),
  contains: ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field.name]: { $elemMatch: { $eq: expected.value } } } : never,
  containsAny: list((values) => ({ $elemMatch: { $in: values } })),
  containsAll,
  lessThan: scalar((value) => ({ $lt: value })),
  lessThanInclusive: scalar((value) => ({ $lte: value })),
  greaterThan: scalar((value) => ({ $gt: value })),
  greaterThanInclusive: scalar((value) => ({ $gte: value })),
  between: ({ field, expected }) =>
    expected.kind === 'range'
      ? { [field.name]: { $gte: expected.low, $lte: expected.high, ...noList } }
      : never,
  exists: ({ field }) => ({ [field.name]: { $type: thereTypes } }),
  startsWith,
  endsWith,
  containsText: text((part) => ({ $regex: escaped(part), $options: 'i' })),
  // A database runs patterns by backtracking: one that RE2 finds in no time can hold it up for ever.
  matches: () => never,
  olderThan: time,
  newerThan: time,
  withinNext: time,
  before: time,
  after: time,
};

/** The filter of one comparison of a field. */
export const leafFilter = (input: {
  field: MongoField;
  operator: PositiveOperator;
  negated: boolean;
  expected: Expected;
}): MongoFilter => {
  const { field, operator, negated, expected } = input;
  const condition = builders[operator]({ field, expected });
  const positive = condition === never ? never : allOf([field.guards, condition]);
  return negated ? noneOf(positive) : positive;
};

/** The filter of a comparison whose answer is the same for everybody. */
export const constantFilter = (holds: boolean): MongoFilter => (holds ? always : never);

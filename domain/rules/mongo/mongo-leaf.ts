import { allOf, always, never, noneOf } from './mongo-combine.ts';
import type { MongoField, MongoFilter } from './mongo-field.ts';
import { numberFilter } from './mongo-number.ts';
import { timeFilter } from './mongo-time.ts';
import { numberOf, twinOf } from '../decide/number-text.ts';
import type { PositiveOperator } from '../operator-names.ts';
import type { Expected } from '../decide/operators.ts';

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

/** Whether the last characters of a text are these, without a pattern: some servers make a new one for each document. */
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

/** A value and what counts as the same. */
const twins = (value: unknown): readonly unknown[] => {
  const twin = twinOf(value);
  return twin === undefined ? [value] : [value, twin];
};

const same = (value: unknown): MongoFilter => {
  const all = twins(value);
  return all.length === 1 ? { $eq: value } : { $in: all };
};

const scalar =
  (condition: (value: unknown) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field.name]: { ...condition(expected.value), ...noList } } : never;

const number =
  (operator: '$lt' | '$lte' | '$gt' | '$gte'): Build =>
  ({ field, expected }) => {
    const bound = expected.kind === 'scalar' ? numberOf(expected.value) : undefined;
    return bound === undefined ? never : numberFilter({ field, bounds: { [operator]: bound } });
  };

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
  $all: values.map((value) => ({ $elemMatch: same(value) })),
}));

const builders: Record<PositiveOperator, Build> = {
  equal: scalar(same),
  in: list((values) => ({ $in: values.flatMap(twins), ...noList })),
  contains: ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field.name]: { $elemMatch: same(expected.value) } } : never,
  containsAny: list((values) => ({ $elemMatch: { $in: values.flatMap(twins) } })),
  containsAll,
  // Asked by `mongo-items.ts`.
  anyItem: () => never,
  allItems: () => never,
  lessThan: number('$lt'),
  lessThanInclusive: number('$lte'),
  greaterThan: number('$gt'),
  greaterThanInclusive: number('$gte'),
  between: ({ field, expected }) =>
    expected.kind === 'range'
      ? numberFilter({ field, bounds: { $gte: expected.low, $lte: expected.high } })
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

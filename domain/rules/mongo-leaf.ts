import type { MongoField, MongoFilter } from './mongo-field.ts';
import { allOf, always, never, noneOf } from './mongo-combine.ts';
import { timeFilter } from './mongo-time.ts';
import type { PositiveOperator } from './operator-names.ts';
import type { Expected } from './operators.ts';

/** The types of what is there: everything but null. Asked this way, a place of a list that is not there is never null. */
const thereTypes = ['string', 'number', 'bool', 'object', 'array', 'date'];

const noList = { $not: { $type: 'array' } };

/** A text as a pattern that finds just it, in every dialect of regular expressions. */
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

type Build = (input: { field: string; expected: Expected; isInstant: boolean }) => MongoFilter;

const scalar =
  (condition: (value: unknown) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field]: { ...condition(expected.value), ...noList } } : never;

const text =
  (condition: (text: string) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'text' ? { [field]: { ...condition(expected.text), ...noList } } : never;

const list =
  (condition: (values: readonly unknown[]) => MongoFilter): Build =>
  ({ field, expected }) =>
    expected.kind === 'set' ? { [field]: condition([...expected.values]) } : never;

const time: Build = ({ field, expected, isInstant }) =>
  expected.kind === 'time' ? timeFilter({ field, stretch: expected, onlyStored: isInstant }) : never;

const builders: Record<PositiveOperator, Build> = {
  equal: scalar((value) => ({ $eq: value })),
  in: list((values) => ({ $in: values, ...noList })),
  contains: ({ field, expected }) =>
    expected.kind === 'scalar' ? { [field]: { $elemMatch: { $eq: expected.value } } } : never,
  containsAny: list((values) => ({ $elemMatch: { $in: values } })),
  containsAll: ({ field, expected }) =>
    expected.kind === 'set'
      ? {
          [field]: {
            $type: 'array',
            $all: [...expected.values].map((value) => ({ $elemMatch: { $eq: value } })),
          },
        }
      : never,
  lessThan: scalar((value) => ({ $lt: value })),
  lessThanInclusive: scalar((value) => ({ $lte: value })),
  greaterThan: scalar((value) => ({ $gt: value })),
  greaterThanInclusive: scalar((value) => ({ $gte: value })),
  between: ({ field, expected }) =>
    expected.kind === 'range' ? { [field]: { $gte: expected.low, $lte: expected.high, ...noList } } : never,
  exists: ({ field }) => ({ [field]: { $type: thereTypes } }),
  startsWith: text((start) => ({ $regex: `^${escaped(start)}` })),
  endsWith: text((end) => ({ $regex: String.raw`${escaped(end)}\z` })),
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
  const { name, guards, isInstant } = field;
  const condition = builders[operator]({ field: name, expected, isInstant });
  const positive = condition === never ? never : allOf([guards, condition]);
  return negated ? noneOf(positive) : positive;
};

/** The filter of a comparison whose answer is the same for everybody. */
export const constantFilter = (holds: boolean): MongoFilter => (holds ? always : never);

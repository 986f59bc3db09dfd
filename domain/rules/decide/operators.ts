import { readInstant } from '../../time/instant.ts';
import { isSame, numberOf, twinOf } from './number-text.ts';
import { itemsOf } from '../items/items-of.ts';
import type { PositiveOperator } from '../operator-names.ts';
import type { TextMatcher } from './text-match.ts';

/**
 * What a fact is compared with, ready for use: plain values as they are, lists as sets, patterns compiled,
 * durations and dates as instants (epoch milliseconds) reckoned from the `now` of the decision.
 */
export type Expected =
  | { readonly kind: 'scalar'; readonly value: unknown }
  | { readonly kind: 'set'; readonly values: ReadonlySet<unknown> }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'text'; readonly text: string; readonly matcher: TextMatcher | undefined }
  | { readonly kind: 'time'; readonly from: number; readonly to: number; readonly zone: string }
  /** Whether conditions hold for an item of a list. */
  | { readonly kind: 'items'; readonly holds: (item: unknown) => boolean }
  /** The value could not be had: another fact that is missing, or of the wrong kind. */
  | { readonly kind: 'nothing' };

/** True for something made ready to compare with. */
export const isExpected = (value: unknown): value is Expected =>
  typeof value === 'object' && value !== null && 'kind' in value;

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const number =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (actual, expected) => {
    const [one, two] = [numberOf(actual), expected.kind === 'scalar' ? numberOf(expected.value) : undefined];
    return one !== undefined && two !== undefined && compare(one, two);
  };

const text =
  (compare: (actual: string, expected: Expected & { kind: 'text' }) => boolean): Test =>
  (actual, expected) =>
    expected.kind === 'text' && typeof actual === 'string' && compare(actual, expected);

const listed =
  (compare: (actual: readonly unknown[], values: ReadonlySet<unknown>) => boolean): Test =>
  (actual, expected) =>
    expected.kind === 'set' &&
    expected.values.size > 0 &&
    Array.isArray(actual) &&
    compare(actual, expected.values);

/** Holds when the instant is in the stretch `from < instant <= to`. */
const time: Test = (actual, expected) => {
  if (expected.kind !== 'time') return false;
  const instant = readInstant({ value: actual, zone: expected.zone });
  return instant !== undefined && expected.from < instant && instant <= expected.to;
};

type Test = (actual: unknown, expected: Expected) => boolean;

const isAmong = (values: ReadonlySet<unknown>, value: unknown): boolean => {
  if (values.has(value)) return true;
  const twin = twinOf(value);
  return twin !== undefined && values.has(twin);
};

/**
 * What each operator asks. A number and its plain text are the same, as are yes or no and their words: systems disagree about
 * which of the two they send. No other value is turned into one of another type, a list is no scalar, and nothing
 * holds for a missing fact; the negations hold exactly where these do not.
 */
export const tests: Record<PositiveOperator, Test> = {
  equal: (actual, expected) =>
    expected.kind === 'scalar' && isScalar(actual) && isSame(actual, expected.value),
  in: (actual, expected) => expected.kind === 'set' && isScalar(actual) && isAmong(expected.values, actual),
  contains: (actual, expected) =>
    expected.kind === 'scalar' &&
    isScalar(expected.value) &&
    Array.isArray(actual) &&
    actual.some((item) => isSame(item, expected.value)),
  containsAny: listed((actual, values) => actual.some((item) => isAmong(values, item))),
  containsAll: listed((actual, values) =>
    [...values].every((value) => actual.some((item) => isSame(item, value))),
  ),
  anyItem: (actual, expected) => expected.kind === 'items' && itemsOf(actual).some(expected.holds),
  allItems: (actual, expected) => {
    const items = itemsOf(actual);
    return expected.kind === 'items' && items.length > 0 && items.every(expected.holds);
  },
  lessThan: number((actual, expected) => actual < expected),
  lessThanInclusive: number((actual, expected) => actual <= expected),
  greaterThan: number((actual, expected) => actual > expected),
  greaterThanInclusive: number((actual, expected) => actual >= expected),
  between: (actual, expected) => {
    const value = numberOf(actual);
    return (
      expected.kind === 'range' && value !== undefined && expected.low <= value && value <= expected.high
    );
  },
  exists: (actual) => actual !== undefined && actual !== null,
  startsWith: text((actual, expected) => actual.startsWith(expected.text)),
  endsWith: text((actual, expected) => actual.endsWith(expected.text)),
  containsText: text((actual, expected) => expected.matcher?.(actual) ?? false),
  matches: text((actual, expected) => expected.matcher?.(actual) ?? false),
  olderThan: time,
  newerThan: time,
  withinNext: time,
  before: time,
  after: time,
};

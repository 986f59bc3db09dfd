import { isLocalText, readInstant } from '../time/instant.ts';
import type { PositiveOperator } from './operator-names.ts';
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
  /** The value could not be had: another fact that is missing, or of the wrong kind. */
  | { readonly kind: 'nothing' };

/** True for something made ready to compare with. */
export const isExpected = (value: unknown): value is Expected =>
  typeof value === 'object' && value !== null && 'kind' in value;

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const number =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (actual, expected) =>
    expected.kind === 'scalar' &&
    typeof expected.value === 'number' &&
    typeof actual === 'number' &&
    compare(actual, expected.value);

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

/**
 * The instant a fact holds, as `readInstant`, but for local times: a query over people in many zones cannot know
 * what they mean, and a decision must not either.
 */
export const instantOf = (input: { value: unknown; zone: string }): number | undefined =>
  isLocalText(input.value) ? undefined : readInstant(input);

/** Holds when the instant is in the stretch `from < instant <= to`. */
const time: Test = (actual, expected) => {
  if (expected.kind !== 'time') return false;
  const instant = instantOf({ value: actual, zone: expected.zone });
  return instant !== undefined && expected.from < instant && instant <= expected.to;
};

type Test = (actual: unknown, expected: Expected) => boolean;

/**
 * What each operator asks. No value is ever turned into one of another type, a list is no scalar, and nothing
 * holds for a missing fact; the negations hold exactly where these do not.
 */
export const tests: Record<PositiveOperator, Test> = {
  equal: (actual, expected) => expected.kind === 'scalar' && isScalar(actual) && actual === expected.value,
  in: (actual, expected) => expected.kind === 'set' && isScalar(actual) && expected.values.has(actual),
  contains: (actual, expected) =>
    expected.kind === 'scalar' &&
    isScalar(expected.value) &&
    Array.isArray(actual) &&
    actual.includes(expected.value),
  containsAny: listed((actual, values) => actual.some((item) => values.has(item))),
  containsAll: listed((actual, values) => [...values].every((value) => actual.includes(value))),
  lessThan: number((actual, expected) => actual < expected),
  lessThanInclusive: number((actual, expected) => actual <= expected),
  greaterThan: number((actual, expected) => actual > expected),
  greaterThanInclusive: number((actual, expected) => actual >= expected),
  between: (actual, expected) =>
    expected.kind === 'range' &&
    typeof actual === 'number' &&
    expected.low <= actual &&
    actual <= expected.high,
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

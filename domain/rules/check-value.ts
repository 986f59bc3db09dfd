import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { checkDuration } from '../time/duration.ts';
import { readInstant } from '../time/instant.ts';
import { operatorTable, type OperatorName, type ValueKind } from './operator-names.ts';
import { compilePattern } from './decide/text-match.ts';
import { errorAt } from './problems.ts';

const longestText = 1000;
const longestPattern = 500;
const longestList = 1000;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestText && !value.includes('\0');
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isScalar = (value: unknown): boolean => isText(value) || isNumber(value) || typeof value === 'boolean';

/** Kinds of value that may be taken from another fact. */
const referable: ReadonlySet<ValueKind> = new Set(['scalar', 'scalars', 'number', 'text', 'instant']);

const rules: Record<
  Exclude<ValueKind, 'age' | 'conditions'>,
  { holds: (value: unknown) => boolean; hint: string }
> = {
  scalar: { holds: isScalar, hint: 'Give a text of up to 1000 characters, a number, or true or false.' },
  scalars: {
    holds: (value) =>
      Array.isArray(value) && value.length > 0 && value.length <= longestList && value.every(isScalar),
    hint: 'Give a list of 1 to 1000 texts, numbers, or true or false.',
  },
  number: {
    holds: isNumber,
    hint: 'Give a number. For dates use `before`, `after`, `olderThan` or `newerThan`.',
  },
  range: {
    holds: (value) => {
      if (!Array.isArray(value) || value.length !== 2) return false;
      const [low, high]: unknown[] = value;
      return isNumber(low) && isNumber(high) && low <= high;
    },
    hint: 'Give two numbers, the lower one first: `[10, 20]`.',
  },
  true: {
    holds: (value) => value === true,
    hint: 'Write `true`; for the opposite use the opposite operator.',
  },
  text: { holds: (value) => isText(value) && value !== '', hint: 'Give a text of 1 to 1000 characters.' },
  pattern: {
    holds: (value) =>
      isText(value) && value !== '' && value.length <= longestPattern && compilePattern(value) !== undefined,
    hint: 'Give an RE2 pattern of up to 500 characters; look-around and back-references do not exist in it.',
  },
  instant: {
    holds: (value) => typeof value === 'string' && readInstant({ value, zone: 'UTC' }) !== undefined,
    hint: 'Give a date `2026-03-29`, an instant `2026-03-29T09:30:00Z`, or `{ "fact": "now" }`.',
  },
};

/** What is wrong with the value of a comparison for its operator. */
export const checkValue = (input: {
  leaf: Record<string, unknown>;
  operator: OperatorName;
  path: string;
}): Problem[] => {
  const { leaf, operator, path } = input;
  const { value } = leaf;
  const kind = operatorTable[operator].value;
  if (kind === 'conditions') return [];
  const bad = (message: string, hint: string): Problem[] => [
    errorAt({ code: 'bad-value', path, message, hint }),
  ];
  if (value === undefined)
    return bad(
      'The value is missing.',
      kind === 'age' ? 'Write a duration, such as `90 days`.' : rules[kind].hint,
    );
  if (value === null) return bad('A value cannot be null.', 'Use `exists` or `notExists`.');
  if (isObject(value)) {
    if (referable.has(kind) && isObject(value)) return [];
    return bad(
      `\`${operator}\` takes no value from another fact.`,
      kind === 'age' ? 'Write a duration, such as `90 days`.' : rules[kind].hint,
    );
  }
  if (kind === 'age') {
    return typeof value === 'string'
      ? checkDuration({ text: value, path })
      : bad('This is no duration.', 'Write a duration, such as `90 days`.');
  }
  return rules[kind].holds(value)
    ? []
    : bad(`\`${operator}\` cannot be asked with this value.`, rules[kind].hint);
};

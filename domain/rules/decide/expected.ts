import { toDuration } from '../../time/duration.ts';
import { readInstant } from '../../time/instant.ts';
import { horizon, threshold } from '../../time/shift.ts';
import { operatorTable, positiveOf, type PositiveOperator } from '../operator-names.ts';
import type { Expected } from './operators.ts';
import { compilePattern, compileText } from './text-match.ts';
import { isFactValue, type Leaf } from '../condition-shape.ts';

/** When and where a decision is made: epoch milliseconds, and an IANA zone. */
export type Moment = { readonly now: number; readonly zone: string };

const nothing: Expected = { kind: 'nothing' };

const ofAge = (input: { operator: PositiveOperator; text: string; moment: Moment }): Expected => {
  const { operator, moment } = input;
  const duration = toDuration(input.text);
  const { now, zone } = moment;
  if (operator === 'olderThan')
    return { kind: 'time', from: Number.NEGATIVE_INFINITY, to: threshold({ now, duration, zone }), zone };
  if (operator === 'newerThan')
    return { kind: 'time', from: threshold({ now, duration, zone }), to: Number.POSITIVE_INFINITY, zone };
  return { kind: 'time', from: now, to: horizon({ now, duration, zone }), zone };
};

const ofInstant = (input: { operator: PositiveOperator; value: unknown; moment: Moment }): Expected => {
  const { zone } = input.moment;
  const at = readInstant({ value: input.value, zone });
  if (at === undefined) return nothing;
  if (input.operator === 'before') return { kind: 'time', from: Number.NEGATIVE_INFINITY, to: at - 1, zone };
  return { kind: 'time', from: at, to: Number.POSITIVE_INFINITY, zone };
};

const ofText = (input: { operator: PositiveOperator; value: unknown }): Expected => {
  const { operator, value } = input;
  if (typeof value !== 'string' || value === '') return nothing;
  if (operator === 'matches') return { kind: 'text', text: value, matcher: compilePattern(value) };
  return { kind: 'text', text: value, matcher: operator === 'containsText' ? compileText(value) : undefined };
};

/**
 * Makes ready what an operator compares with, from the value in the file or the value of the fact it names.
 * `nothing` when a fact gave none of the right kind.
 */
export const toExpected = (input: {
  operator: Leaf['operator'];
  value: unknown;
  moment: Moment;
}): Expected => {
  const { value, moment } = input;
  const { operator } = positiveOf(input.operator);
  switch (operatorTable[operator].value) {
    case 'scalars':
      return Array.isArray(value) ? { kind: 'set', values: new Set(value) } : nothing;
    case 'range': {
      const [low, high]: unknown[] = Array.isArray(value) ? value : [];
      return typeof low === 'number' && typeof high === 'number' ? { kind: 'range', low, high } : nothing;
    }
    case 'text':
    case 'pattern':
      return ofText({ operator, value });
    case 'age':
      return typeof value === 'string' ? ofAge({ operator, text: value, moment }) : nothing;
    case 'instant':
      return ofInstant({ operator, value, moment });
    case 'conditions':
      return nothing;
    default:
      return value === undefined || value === null ? nothing : { kind: 'scalar', value };
  }
};

/** Whether the value of a comparison is the same for every decision, so that it is made ready once. */
export const isFixed = (leaf: Leaf): boolean => {
  const kind = operatorTable[leaf.operator].value;
  return kind !== 'age' && kind !== 'instant' && kind !== 'conditions' && !isFactValue(leaf.value);
};

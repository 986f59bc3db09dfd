import { anyOf } from './mongo-combine.ts';
import type { MongoField, MongoFilter } from './mongo-field.ts';
import { numberPattern } from '../decide/number-text.ts';

const noList = { $not: { $type: 'array' } };

/** The expression of a number that is kept as text, and null for any other value. */
export const convertedNumber = (value: unknown): unknown => ({
  $convert: { input: value, to: 'double', onError: null, onNull: null },
});

/** The expression of the number a value is, as `numberOf` reads it; null for what is no number. */
export const numberExpression = (value: unknown): unknown => {
  const text = { $cond: [{ $eq: [{ $type: '$$read' }, 'string'] }, '$$read', ''] };
  const isNumberText = { $regexMatch: { input: text, regex: numberPattern } };
  const ofText = { $cond: [isNumberText, convertedNumber('$$read'), null] };
  const number = { $cond: [{ $isNumber: '$$read' }, { $toDouble: '$$read' }, ofText] };
  return { $let: { vars: { read: value }, in: number } };
};

/**
 * A filter for fields whose number, as `numberOf` reads it, is within bounds (`{ "$gte": 5 }`). The engine's own numbers are
 * found by a plain range; elsewhere a number may be kept as text. Texts that begin like one are looked at alone.
 */
export const numberFilter = (input: {
  field: MongoField;
  bounds: Readonly<Record<string, number>>;
}): MongoFilter => {
  const { field, bounds } = input;
  const { name } = field;
  const plain = { [name]: { ...bounds, ...noList } };
  if (field.isNumber) return plain;
  const number = convertedNumber(field.value);
  const within = Object.entries(bounds).map(([operator, bound]) => ({ [operator]: [number, bound] }));
  const isText = { [name]: { $gte: '-', $lt: ':', $regex: numberPattern, ...noList } };
  return anyOf([plain, { ...isText, $expr: { $and: [{ $gt: [number, null] }, ...within] } }]);
};

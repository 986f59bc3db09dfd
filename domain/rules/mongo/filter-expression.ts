import { CicloError } from '../../errors.ts';
import { isObject } from '../../json.ts';
import { never } from './mongo-combine.ts';
import type { MongoFilter } from './mongo-field.ts';

const literal = (value: unknown): unknown => (typeof value === 'number' ? value : { $literal: value });
const isText = (value: unknown): unknown => ({ $eq: [{ $type: value }, 'string'] });

/** The items of what is a list, and of anything else none. */
export const listIn = (value: unknown): unknown => ({ $cond: [{ $isArray: [value] }, value, []] });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const numberTypes = ['int', 'long', 'double', 'decimal'];

/** Whether one of the values is in the list. */
const hasAny = (input: { value: unknown; values: unknown }): unknown => ({
  $gt: [{ $size: { $setIntersection: [listIn(input.value), { $literal: input.values }] } }, 0],
});

/** The values a filter asks for by `$eq` or `$in`. */
const askedIn = (same: unknown): readonly unknown[] => {
  if (isObject(same) && '$in' in same) return listOf(same.$in);
  return isObject(same) && '$eq' in same ? [same.$eq] : refuse('$elemMatch');
};

const refuse = (operator: string): never => {
  throw new CicloError({ code: 'internal', message: `\`${operator}\` has no expression.` });
};

type Asked = { readonly value: unknown; readonly wanted: unknown; readonly all: MongoFilter };

/** Filters compare within a type; expressions over all of them. */
const compared = (operator: string) => {
  return ({ value, wanted }: Asked): unknown => ({
    $and: [
      typeof wanted === 'string' ? isText(value) : { $isNumber: value },
      { [operator]: [value, literal(wanted)] },
    ],
  });
};

/** The expression for each operator `leafFilter` makes filters of. */
const operators: ReadonlyMap<string, (asked: Asked) => unknown> = new Map(
  Object.entries({
    $eq: ({ value, wanted }) => ({ $eq: [value, literal(wanted)] }),
    $in: ({ value, wanted }) => ({ $in: [value, { $literal: wanted }] }),
    $gt: compared('$gt'),
    $gte: compared('$gte'),
    $lt: compared('$lt'),
    $lte: compared('$lte'),
    $not: ({ value, wanted }) => ({ $not: [conditionOf({ value, condition: wanted })] }),
    $type: ({ value, wanted }) => {
      const types = listOf(wanted).flatMap((type) => (type === 'number' ? numberTypes : [type]));
      return { $in: [{ $type: value }, types] };
    },
    $regex: ({ value, wanted, all }) => ({
      $regexMatch: {
        input: { $cond: [isText(value), value, ''] },
        regex: wanted,
        ...('$options' in all ? { options: all.$options } : {}),
      },
    }),
    $options: () => true,
    $elemMatch: ({ value, wanted }) => hasAny({ value, values: askedIn(wanted) }),
    $all: ({ value, wanted }) => ({
      $and: listOf(wanted).map((one) => conditionOf({ value, condition: one })),
    }),
  } satisfies Record<string, (asked: Asked) => unknown>),
);

const conditionOf = (input: { value: unknown; condition: unknown }): unknown => {
  const { value, condition } = input;
  const all = isObject(condition) ? condition : { $eq: condition };
  const parts = Object.entries(all).map(([operator, wanted]) => {
    const make = operators.get(operator) ?? refuse(operator);
    return make({ value, wanted, all });
  });
  return parts.length === 1 ? parts[0] : { $and: parts };
};

/**
 * The expression that holds of a value just when a filter holds for it, for filters `leafFilter` makes of one field. Filters find things quickly and
 * by index, but only expressions can look at each item of a list and go on with what they found.
 */
export const toExpression = (input: { filter: MongoFilter; value: unknown }): unknown => {
  const { filter, value } = input;
  if (filter === never) return false;
  const each = (filters: unknown): unknown[] =>
    listOf(filters).map((one) => (isObject(one) ? toExpression({ filter: one, value }) : false));
  const parts = Object.entries(filter).map(([key, asked]) => {
    if (key === '$and') return { $and: each(asked) };
    if (key === '$or') return { $or: each(asked) };
    if (key === '$nor') return { $not: [{ $or: each(asked) }] };
    return key === '$expr' ? asked : conditionOf({ value, condition: asked });
  });
  if (parts.length === 0) return true;
  return parts.length === 1 ? parts[0] : { $and: parts };
};

import {
  childrenOf,
  type Condition,
  conditionsIn,
  isFactValue,
  isLeaf,
  type ItemsParams,
  itemsParamsOf,
  type Leaf,
} from '../condition-shape.ts';
import { type Moment, toExpected } from '../decide/expected.ts';
import { sumScale } from '../exact-sum.ts';
import type { FactTypes } from '../facts.ts';
import { maxItems } from '../items/items-of.ts';
import { operatorTable, positiveOf } from '../operator-names.ts';
import { parsePath } from '../path.ts';
import { joinPaths } from '../problems.ts';
import { listIn, toExpression } from './filter-expression.ts';
import { leafFilter } from './mongo-leaf.ts';
import { numberExpression } from './mongo-number.ts';
import { exactValue } from './mongo-value.ts';
import { unaskable, wantedOf } from './unaskable.ts';

/** What expressions about items are made with: when, and whom to tell of what cannot be asked. */
export type ItemsWork = {
  readonly moment: Moment;
  readonly types: FactTypes;
  readonly refuse: (fault: { path: string; message: string; hint: string }) => void;
};

/** A place in conditions; `level` is how many lists it is inside of, which names the item. */
type At<T> = { readonly work: ItemsWork; readonly path: string; readonly level: number } & T;

/** Whether a comparison is about the items of a list. */
export const asksItems = (leaf: Leaf): boolean =>
  operatorTable[leaf.operator].value === 'conditions' || itemsParamsOf(leaf) !== undefined;

const itemAt = (level: number): string => `item${level}`;
const items = (value: unknown): unknown => ({ $slice: [listIn(value), maxItems] });

const millionths = (amount: unknown): unknown => ({
  $floor: { $add: [{ $multiply: [amount, sumScale] }, 0.5] },
});
const toSixDecimals = (amount: unknown): unknown => ({ $divide: [millionths(amount), sumScale] });

/** The number of an item as `sum`, `min` and `max` take it, in one variable after the other; null when there is none. */
const amountOf = (input: { params: ItemsParams; item: string }): unknown => {
  const { of = '$', times } = input.params;
  const numberAt = (path: string): unknown =>
    numberExpression(exactValue({ value: input.item, parts: parsePath(path) ?? [] }));
  const factor = times === undefined ? 1 : numberAt(times);
  const isThere = { $and: [{ $ne: ['$$amount', null] }, { $ne: ['$$factor', null] }] };
  const product = toSixDecimals({ $multiply: ['$$amount', '$$factor'] });
  return {
    $let: { vars: { amount: numberAt(of), factor }, in: { $cond: [isThere, product, null] } },
  };
};

/** The answer to what is asked of a list. */
const answerOf = (input: At<{ params: ItemsParams; value: unknown }>): unknown => {
  const { work, params, value } = input;
  const level = input.level + 1;
  const item = itemAt(level);
  const { where } = params;
  const path = joinPaths(input.path, 'params.where');
  const filtered =
    where === undefined
      ? items(value)
      : {
          $filter: { input: items(value), as: item, cond: holdsOf({ work, path, level, condition: where }) },
        };
  if (params.items === 'count') return { $size: filtered };
  const amounts = { $map: { input: filtered, as: item, in: amountOf({ params, item: `$$${item}` }) } };
  if (params.items !== 'sum') return { [`$${params.items}`]: amounts };
  const added = { $cond: [{ $eq: ['$$this', null] }, 0, millionths('$$this')] };
  const sum = { $reduce: { input: amounts, initialValue: 0, in: { $add: ['$$value', added] } } };
  return { $divide: [sum, sumScale] };
};

const holdsOfLeaf = (input: At<{ leaf: Leaf; value: unknown }>): unknown => {
  const { work, leaf, level, path } = input;
  const fault = unaskable(leaf, work.types);
  if (fault !== undefined) {
    work.refuse({ ...fault, path: joinPaths(path, fault.field) });
    return false;
  }
  const { operator, negated } = positiveOf(leaf.operator);
  const conditions = conditionsIn(leaf.value);
  if (conditions !== undefined) {
    const inside = { work, path: joinPaths(path, 'value'), level: level + 1, condition: conditions };
    const each = { input: items('$$list'), as: itemAt(level + 1), in: holdsOf(inside) };
    const positive =
      operator === 'anyItem'
        ? { $anyElementTrue: [{ $map: each }] }
        : { $and: [{ $gt: [{ $size: items('$$list') }, 0] }, { $allElementsTrue: [{ $map: each }] }] };
    return { $let: { vars: { list: input.value }, in: negated ? { $not: [positive] } : positive } };
  }
  const params = itemsParamsOf(leaf);
  const value = params === undefined ? input.value : answerOf({ ...input, params });
  const { moment } = work;
  const wanted = wantedOf({ leaf, types: work.types, moment });
  const expected = toExpected({ operator: leaf.operator, value: wanted, moment });
  const found = {
    name: 'found',
    value: '$$found',
    guards: {},
    isInstant: false,
    isNumber: params !== undefined,
  };
  const filter = leafFilter({ field: found, operator, negated, expected });
  return { $let: { vars: { found: value }, in: toExpression({ filter, value: '$$found' }) } };
};

/** The expression that holds when a condition holds for the item of a level. */
const holdsOf = (input: At<{ condition: Condition }>): unknown => {
  const { condition, work, path, level } = input;
  if (isLeaf(condition)) {
    const parts = parsePath(condition.path ?? '$') ?? [];
    const value = exactValue({ value: `$$${itemAt(level)}`, parts });
    return holdsOfLeaf({ work, path, level, leaf: condition, value });
  }
  if ('not' in condition) {
    return { $not: [holdsOf({ ...input, condition: condition.not, path: joinPaths(path, 'not') })] };
  }
  const group = 'all' in condition ? 'all' : 'any';
  const parts = childrenOf(condition).map((child, index) =>
    holdsOf({ ...input, condition: child, path: joinPaths(path, `${group}[${index}]`) }),
  );
  return { [group === 'all' ? '$and' : '$or']: parts };
};

/** The expression that holds when a comparison about the items of a list holds; `value` is the expression of the list. */
export const itemsExpression = (input: {
  work: ItemsWork;
  path: string;
  leaf: Leaf;
  value: unknown;
}): unknown => holdsOfLeaf({ ...input, level: 0 });

const matchable: ReadonlySet<string> = new Set([
  'equal',
  'in',
  'contains',
  'containsAny',
  'containsAll',
  'exists',
  'startsWith',
  'containsText',
]);

/**
 * Whether conditions on an item can be asked by `$elemMatch`, which takes no expression and looks only at items that are objects: they hold for
 * no other item, and compare nothing that may be kept in several forms.
 */
export const isForElemMatch = (condition: Condition): boolean => {
  if (!isLeaf(condition)) return !('not' in condition) && childrenOf(condition).every(isForElemMatch);
  const parts = parsePath(condition.path ?? '$') ?? [];
  const isPlain = parts.length > 0 && parts.every((part) => typeof part === 'string');
  return (
    isPlain && matchable.has(condition.operator) && !asksItems(condition) && !isFactValue(condition.value)
  );
};

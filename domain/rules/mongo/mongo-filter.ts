import type { Checked, Problem } from '../../problem.ts';
import {
  childrenOf,
  conditionsIn,
  isLeaf,
  type Condition,
  type Conditions,
  type Leaf,
} from '../condition-shape.ts';
import { toExpected, type Moment } from '../decide/expected.ts';
import { own } from '../../json.ts';
import { factTypes, type FactTypes } from '../facts.ts';
import { allOf, anyOf, noneOf } from './mongo-combine.ts';
import { fieldAt, profileRoot, type MongoFilter, type MongoRoot, type MongoRoots } from './mongo-field.ts';
import { asksItems, isForElemMatch, itemsExpression } from './mongo-items.ts';
import { constantFilter, leafFilter } from './mongo-leaf.ts';
import { exactValueAt } from './mongo-value.ts';
import { unaskable, wantedOf } from './unaskable.ts';
import { positiveOf } from '../operator-names.ts';
import { tests } from '../decide/operators.ts';
import { maxItems } from '../items/items-of.ts';
import { parsePath, type PathPart, readPath } from '../path.ts';
import { errorAt, joinPaths } from '../problems.ts';

type Work = {
  readonly moment: Moment;
  readonly roots: MongoRoots;
  readonly types: FactTypes;
  /** Where the answer to a question about events is, when somebody put it there. */
  readonly answerOf: ((leaf: Leaf) => MongoRoot | undefined) | undefined;
  readonly problems: Problem[];
};

/** What is wrong when a query cannot be made of conditions that one person can be judged by. */
const refuse = (input: { work: Work; path: string; message: string; hint: string }): MongoFilter => {
  const { work, path, message, hint } = input;
  work.problems.push(errorAt({ code: 'not-for-a-query', path, message, hint }));
  return constantFilter(false);
};

type Place = { readonly root: MongoRoot; readonly parts: readonly PathPart[] };

/** Where the documents have what a comparison looks at; undefined when they do not. */
const placeOf = (input: { leaf: Leaf; work: Work }): Place | undefined => {
  const { leaf, work } = input;
  const there = work.types.get(leaf.fact)?.inDocuments;
  const parts = parsePath(leaf.path ?? '$') ?? [];
  const at = (root: MongoRoot | undefined, below: readonly PathPart[]): Place | undefined =>
    root === undefined ? undefined : { root, parts: below };
  switch (there?.kind) {
    case 'answer':
      return at(work.answerOf?.(leaf), parts);
    case 'field':
      return at(own(work.roots, there.of), [there.field, ...parts]);
    case 'whole':
      return at(own(work.roots, leaf.fact), parts);
    default:
      return undefined;
  }
};

const ofLeaf = (input: { leaf: Leaf; path: string; work: Work }): MongoFilter => {
  const { leaf, path, work } = input;
  const { operator, negated } = positiveOf(leaf.operator);
  const fault = unaskable(leaf, work.types);
  if (fault !== undefined) return refuse({ ...fault, work, path: joinPaths(path, fault.field) });
  const { moment } = work;
  const value = wantedOf({ leaf, types: work.types, moment });
  const expected = toExpected({ operator: leaf.operator, value, moment });
  const there = work.types.get(leaf.fact)?.inDocuments;
  if (there?.kind === 'constant') {
    const actual = readPath({ value: there.at(moment), path: leaf.path ?? '$' });
    return constantFilter(tests[operator](actual, expected) !== negated);
  }
  const place = placeOf({ leaf, work });
  if (place === undefined) {
    const message = `The fact \`${leaf.fact}\` is not kept where many people are looked up.`;
    return refuse({
      work,
      path: joinPaths(path, 'fact'),
      message,
      hint: 'Use `profile`, `segments` or `now`.',
    });
  }
  const { root, parts } = place;
  if (parts.length === 0) return constantFilter(!negated);
  if (asksItems(leaf)) return ofItems({ leaf, path, work, root, parts });
  return leafFilter({ field: fieldAt({ root, parts }), operator, negated, expected });
};

/** Items as `$elemMatch` sees them: the fields of an object. */
const itemRoot: MongoRoot = {
  prefix: '',
  renamed: {},
  objects: new Set(),
  instants: /^$/,
  numbers: /^$/,
};

/**
 * Whether a filter of an item names a field beside its `$or` and `$and`. SecantusDB reads an `$elemMatch` of operators alone as one about
 * plain items and refuses it; MongoDB accepts both.
 */
const namesField = (filter: MongoFilter): boolean => Object.keys(filter).some((key) => !key.startsWith('$'));

/**
 * The filter of a comparison about the items of a list. Where `$elemMatch` can find a list with such an item, it does, before or instead of an
 * expression: lists longer than are looked at are left to the expression.
 */
const ofItems = (input: {
  leaf: Leaf;
  path: string;
  work: Work;
  root: MongoRoot;
  parts: readonly PathPart[];
}): MongoFilter => {
  const { leaf, path, work, root, parts } = input;
  const { operator, negated } = positiveOf(leaf.operator);
  const asking = {
    moment: work.moment,
    types: work.types,
    refuse: (fault: { path: string; message: string; hint: string }) => void refuse({ work, ...fault }),
  };
  const positive: Leaf = { ...leaf, operator };
  const $expr = itemsExpression({ work: asking, path, leaf: positive, value: exactValueAt({ root, parts }) });
  const whole = (filter: MongoFilter): MongoFilter => (negated ? noneOf(filter) : filter);
  const conditions = conditionsIn(leaf.value);
  if (conditions === undefined || !isForElemMatch(conditions)) return whole({ $expr });
  const field = fieldAt({ root, parts });
  const one = ofCondition({
    condition: conditions,
    path: joinPaths(path, 'value'),
    work: { ...work, roots: { item: itemRoot } },
  });
  if (!namesField(one)) return whole({ $expr });
  const found = allOf([field.guards, { [field.name]: { $elemMatch: one } }]);
  const isShort = { [`${field.name}.${maxItems}`]: { $exists: false } };
  return whole(allOf([found, operator === 'anyItem' ? anyOf([isShort, { $expr }]) : { $expr }]));
};

const ofCondition = (input: { condition: Condition; path: string; work: Work }): MongoFilter => {
  const { condition, path, work } = input;
  if (isLeaf(condition)) return ofLeaf({ leaf: condition, path, work });
  if ('not' in condition)
    return noneOf(ofCondition({ condition: condition.not, path: joinPaths(path, 'not'), work }));
  const group = 'all' in condition ? 'all' : 'any';
  const filters = childrenOf(condition).map((child, index) =>
    ofCondition({ condition: child, path: joinPaths(path, `${group}[${index}]`), work }),
  );
  return group === 'all' ? allOf(filters) : anyOf(filters);
};

/**
 * Makes a MongoDB filter of conditions, for documents that keep the facts in `roots` (profiles by default).
 * It finds just those whom a decider would find at the same `now` (epoch milliseconds) and in the same zone,
 * whatever the documents hold. Problems are what cannot be asked: patterns, two facts against each other, and facts
 * the documents do not have. `events` can be asked by `toMongoPlan`.
 */
export const toMongoFilter = (input: {
  conditions: Conditions;
  now: number;
  zone: string;
  path?: string;
  roots?: MongoRoots;
  answerOf?: (leaf: Leaf) => MongoRoot | undefined;
  types?: FactTypes;
}): Checked<MongoFilter> => {
  const problems: Problem[] = [];
  const { now, zone, answerOf } = input;
  const work: Work = {
    moment: { now, zone },
    roots: input.roots ?? { profile: profileRoot },
    types: input.types ?? factTypes,
    answerOf,
    problems,
  };
  const value = ofCondition({ condition: input.conditions, path: input.path ?? '', work });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value, warnings: [] };
};

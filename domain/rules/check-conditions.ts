import { suggest } from '../documents/nearest.ts';
import { isObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { checkItemsParams } from './items/check-items-params.ts';
import { checkParams, checkReference } from './check-reference.ts';
import { checkValue } from './check-value.ts';
import { factTypes, type FactTypes, outerFacts } from './facts.ts';
import { isOperatorName, operatorNames, operatorTable } from './operator-names.ts';
import { errorAt, joinPaths } from './problems.ts';

/** How many comparisons conditions may have, those inside `where` and on items included, and how deep they may nest. */
export const maxLeaves = 200;
export const maxDepth = 12;

/** How many lists may stand within one another: items of items of items. */
export const maxLists = 3;

/** What is being checked, and how much of it there was so far. */
type Walk = { readonly problems: Problem[]; leaves: number; readonly types: FactTypes };

type Place = {
  path: string;
  depth: number;
  facts: readonly string[];
  /** Facts a value may be taken from. */
  valueFacts: readonly string[];
  /** How many lists this place is inside of. */
  lists: number;
  /** What to write instead of an age inside `where`, which looks at things as they are and so knows none. */
  timeless: string | undefined;
  walk: Walk;
};

const groups = ['all', 'any', 'not'] as const;
const leafKeys: ReadonlySet<string> = new Set(['fact', 'path', 'params', 'operator', 'value']);
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const isGroup = (value: unknown): boolean =>
  isObject(value) && groups.some((group) => Object.hasOwn(value, group));

/**
 * Everything wrong with conditions, at once; empty when they can be evaluated. Takes anything, however
 * deep or large. `path` is where they stand in their document; `facts` are those that are known there, of the `types` there are.
 */
export const checkConditions = (input: {
  conditions: unknown;
  path?: string;
  facts?: readonly string[];
  types?: FactTypes;
}): Problem[] => {
  const { types = factTypes } = input;
  const { facts = outerFacts(types) } = input;
  const walk: Walk = { problems: [], leaves: 0, types };
  const place: Place = {
    path: input.path ?? '',
    depth: 1,
    facts,
    valueFacts: facts,
    lists: 0,
    timeless: undefined,
    walk,
  };
  checkTop({ conditions: input.conditions, place });
  return walk.problems;
};

const fail = (place: Place, code: string, message: string, hint: string): void => {
  place.walk.problems.push(errorAt({ code, path: place.path, message, hint }));
};

const checkTop = (input: { conditions: unknown; place: Place }): void => {
  const { conditions, place } = input;
  if (isObject(conditions) && Object.hasOwn(conditions, 'fact')) {
    fail(place, 'bad-condition', 'A comparison cannot stand alone.', 'Write `{ "all": [ ... ] }` around it.');
  }
  checkCondition({ condition: conditions, place });
};

const checkCondition = (input: { condition: unknown; place: Place }): void => {
  const { condition, place } = input;
  if (!isObject(condition)) {
    const hint = 'Write `{ "all": [ ... ] }` or `{ "fact": ..., "operator": ..., "value": ... }`.';
    fail(place, 'bad-condition', 'This is not a condition.', hint);
    return;
  }
  const group = groups.find((name) => Object.hasOwn(condition, name));
  if (group === undefined) {
    checkLeaf({ leaf: condition, place });
  } else if (Object.keys(condition).length > 1) {
    const hint = 'Give each of `all`, `any` and `not` an object of its own.';
    fail(place, 'bad-condition', `\`${group}\` has other keys beside it.`, hint);
  } else if (place.depth > maxDepth) {
    const hint = 'Flatten them, or make a segment of a part.';
    fail(place, 'too-deep', `Conditions nest more than ${maxDepth} deep.`, hint);
  } else {
    const below: Place = { ...place, path: joinPaths(place.path, group), depth: place.depth + 1 };
    if (group === 'not') checkCondition({ condition: condition.not, place: below });
    else checkList({ group, list: condition[group], place: below });
  }
};

const checkList = (input: { group: 'all' | 'any'; list: unknown; place: Place }): void => {
  const { group, list, place } = input;
  if (!Array.isArray(list)) {
    fail(place, 'bad-condition', `\`${group}\` takes a list.`, `Write \`"${group}": [ ... ]\`.`);
  } else if (list.length === 0) {
    const hint = 'Add a condition, or leave the whole out.';
    fail(place, 'empty-condition', `\`${group}\` is empty, so it says nothing.`, hint);
  } else {
    for (const [index, condition] of list.entries()) {
      if (place.walk.leaves > maxLeaves) return;
      checkCondition({ condition, place: { ...place, path: `${place.path}[${index}]` } });
    }
  }
};

const checkLeaf = (input: { leaf: Record<string, unknown>; place: Place }): void => {
  const { leaf, place } = input;
  if (!Object.hasOwn(leaf, 'fact') && !Object.hasOwn(leaf, 'operator')) {
    const hint = 'Write `all`, `any` or `not`, or a comparison with `fact`, `operator` and `value`.';
    fail(place, 'bad-condition', 'This says nothing about any fact.', hint);
    return;
  }
  place.walk.leaves += 1;
  if (place.walk.leaves > maxLeaves) {
    const over = place.walk.leaves === maxLeaves + 1;
    if (over)
      fail(
        place,
        'too-many-conditions',
        `There are more than ${maxLeaves} comparisons.`,
        'Use `in` with a list, or a segment.',
      );
    return;
  }
  const { problems } = place.walk;
  problems.push(...unknownKeys({ leaf, path: place.path }));
  const operator = isOperatorName(leaf.operator) ? leaf.operator : undefined;
  if (operator === undefined) {
    const word = typeof leaf.operator === 'string' ? leaf.operator : '';
    const unknown = word === '' ? 'The operator is not a text.' : `There is no operator \`${shown(word)}\`.`;
    const message = leaf.operator === undefined ? 'The operator is missing.' : unknown;
    const at = { ...place, path: joinPaths(place.path, 'operator') };
    fail(at, 'unknown-operator', message, suggest({ word, known: operatorNames, none: '' }));
  }
  if (place.timeless !== undefined && operator !== undefined && operatorTable[operator].value === 'age') {
    const at = { ...place, path: joinPaths(place.path, 'operator') };
    fail(at, 'operator-does-not-fit', 'Inside `where` nothing has an age.', place.timeless);
  }
  checkOneReference({ reference: leaf, place, operator });
  const valuePlace = { ...place, path: joinPaths(place.path, 'value'), facts: place.valueFacts };
  const wantsConditions =
    operator === undefined ? isGroup(leaf.value) : operatorTable[operator].value === 'conditions';
  if (wantsConditions) checkItems({ conditions: leaf.value, place: { ...place, path: valuePlace.path } });
  else if (isObject(leaf.value))
    checkOneReference({ reference: leaf.value, place: valuePlace, operator: undefined });
  if (operator !== undefined) problems.push(...checkValue({ leaf, operator, path: valuePlace.path }));
};

const checkOneReference = (input: {
  reference: Record<string, unknown>;
  place: Place;
  operator: Parameters<typeof checkReference>[0]['operator'];
}): void => {
  const { reference, place, operator } = input;
  const { path, facts, walk } = place;
  walk.problems.push(
    ...checkReference({ reference, path, facts, operator, types: walk.types }),
    ...(isAboutItems(reference, walk.types)
      ? checkItemsParams({ reference, path, operator })
      : checkParams({ reference, path, facts })),
  );
  const where = isObject(reference.params) ? reference.params.where : undefined;
  if (where === undefined) return;
  if (isAboutItems(reference, walk.types)) {
    checkItems({ conditions: where, place: { ...place, path: joinPaths(path, 'params.where') } });
    return;
  }
  const about = aboutOf(reference, walk.types) ?? 'event';
  const below: Place = {
    ...place,
    path: joinPaths(path, 'params.where'),
    facts: [about],
    valueFacts: [about],
    timeless: insteadOfAges[about],
    depth: place.depth + 1,
  };
  checkTop({ conditions: where, place: below });
};

/** What a fact asks a store about; undefined for a fact that is at hand. */
const aboutOf = ({ fact }: Record<string, unknown>, types: FactTypes): 'event' | 'record' | undefined => {
  const there = typeof fact === 'string' ? types.get(fact)?.inDocuments : undefined;
  return there?.kind === 'answer' ? there.about : undefined;
};

const insteadOfAges = {
  event: 'Use `within` beside `where`.',
  record: 'Compare with a date by `before` or `after`, or ask for the stage.',
} as const;

/** Whether a reference asks about the items of a list, and not a store. */
const isAboutItems = (reference: Record<string, unknown>, types: FactTypes): boolean =>
  aboutOf(reference, types) === undefined &&
  isObject(reference.params) &&
  Object.hasOwn(reference.params, 'items');

const itemsExample =
  '`{ "all": [{ "fact": "item", "path": "$.category", "operator": "equal", "value": "coffee" }] }`';

/** Checks conditions on the items of a list. */
const checkItems = (input: { conditions: unknown; place: Place }): void => {
  const { conditions, place } = input;
  if (place.lists >= maxLists) {
    fail(
      place,
      'too-deep',
      `More than ${maxLists} lists stand within one another.`,
      'Look at a list further out.',
    );
  } else if (!isGroup(conditions)) {
    fail(place, 'bad-value', 'These are no conditions on an item.', `Write ${itemsExample}.`);
  } else {
    const { types } = place.walk;
    const facts = [...types.values()].filter(({ known }) => known === 'item').map(({ fact }) => fact);
    const isAround = (fact: string): boolean => types.get(fact)?.read !== undefined && !facts.includes(fact);
    const outer = place.valueFacts.filter(isAround);
    const below = {
      ...place,
      facts,
      valueFacts: [...facts, ...outer],
      lists: place.lists + 1,
      depth: place.depth + 1,
    };
    checkCondition({ condition: conditions, place: below });
  }
};

const unknownKeys = (input: { leaf: Record<string, unknown>; path: string }): Problem[] =>
  Object.keys(input.leaf)
    .filter((key) => !leafKeys.has(key))
    .slice(0, 5)
    .map((key) =>
      errorAt({
        code: 'unknown-key',
        path: joinPaths(input.path, shown(key)),
        message: `A comparison has no \`${shown(key)}\`.`,
        hint: 'Use `fact`, `path`, `params`, `operator` and `value`; or `all`, `any`, `not`.',
      }),
    );

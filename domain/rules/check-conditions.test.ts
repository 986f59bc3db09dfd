import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { factsAbout, profileConditions } from './arbitraries-for-tests.ts';
import { checkConditions, maxDepth, maxLeaves, maxLists } from './check-conditions.ts';
import { createDecider } from './decide/decider.ts';
import { unfamiliarItemFields } from './items/familiar-item-fields.ts';
import { personFacts } from './facts.ts';

const leaf = { fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'pro' };
const orders = {
  fact: 'events',
  params: { name: 'Order Completed' },
  path: '$.count',
  operator: 'greaterThan',
  value: 1,
};
const cases = {
  fact: 'records',
  params: { kind: 'case' },
  path: '$.count',
  operator: 'greaterThan',
  value: 1,
};
const ofCase = { fact: 'record', path: '$.stage', operator: 'equal', value: 'open' };
const askedWith = (params: Record<string, unknown>) =>
  all({ ...cases, params: { ...cases.params, ...params } });
const all = (...conditions: readonly unknown[]): unknown => ({ all: conditions });
const codesOf = (conditions: unknown): string[] =>
  checkConditions({ conditions }).map((problem) => problem.code);

const broken: readonly (readonly [string, unknown, string, string])[] = [
  ['nothing', undefined, 'bad-condition', ''],
  ['a list', [leaf], 'bad-condition', ''],
  ['a comparison alone', leaf, 'bad-condition', ''],
  ['an empty all', all(), 'empty-condition', 'all'],
  ['an empty any', { any: [] }, 'empty-condition', 'any'],
  ['an any that is no list', { any: leaf }, 'bad-condition', 'any'],
  ['a not of a list', { not: [leaf] }, 'bad-condition', 'not'],
  ['two groups in one', { all: [leaf], any: [leaf] }, 'bad-condition', ''],
  ['a named condition', all({ condition: 'vip' }), 'bad-condition', 'all[0]'],
  ['a priority', all({ ...leaf, priority: 3 }), 'unknown-key', 'all[0].priority'],
  ['an unknown fact', all({ ...leaf, fact: 'weather' }), 'unknown-fact', 'all[0].fact'],
  ['an unknown operator', all({ ...leaf, operator: 'eval' }), 'unknown-operator', 'all[0].operator'],
  ['a decorated operator', all({ ...leaf, operator: 'not:equal' }), 'unknown-operator', 'all[0].operator'],
  ['records of no kind', all({ ...cases, params: {} }), 'bad-params', 'all[0].params.kind'],
  ['records without params', all({ ...cases, params: undefined }), 'bad-params', 'all[0].params'],
  ['records of a kind that is no key', askedWith({ kind: '~case' }), 'bad-params', 'all[0].params.kind'],
  ['items of records', askedWith({ items: 'count' }), 'bad-params', 'all[0].params.items'],
  ['a window of records', askedWith({ within: '1 day' }), 'bad-params', 'all[0].params.within'],
  ['a sum of nothing', all({ ...cases, path: '$.sum' }), 'bad-params', 'all[0].params.sum'],
  ['the last of records', all({ ...cases, path: '$.last' }), 'bad-path', 'all[0].path'],
  [
    'an age of a count',
    all({ ...cases, operator: 'olderThan', value: '1 day' }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  [
    'events inside records',
    askedWith({ where: all(orders) }),
    'fact-not-here',
    'all[0].params.where.all[0].fact',
  ],
  [
    'an age of a record',
    askedWith({ where: all({ ...ofCase, operator: 'olderThan', value: '1 day' }) }),
    'operator-does-not-fit',
    'all[0].params.where.all[0].operator',
  ],
  [
    'now beside a record',
    askedWith({ where: all({ ...ofCase, operator: 'before', value: { fact: 'now' } }) }),
    'fact-not-here',
    'all[0].params.where.all[0].value.fact',
  ],
  ['a missing value', all({ ...leaf, value: undefined }), 'bad-value', 'all[0].value'],
  ['a null value', all({ ...leaf, value: null }), 'bad-value', 'all[0].value'],
  ['a list for equal', all({ ...leaf, value: ['pro'] }), 'bad-value', 'all[0].value'],
  ['a text for in', all({ ...leaf, operator: 'in', value: 'pro' }), 'bad-value', 'all[0].value'],
  ['an empty list', all({ ...leaf, operator: 'in', value: [] }), 'bad-value', 'all[0].value'],
  ['a text for a number', all({ ...leaf, operator: 'lessThan', value: '5' }), 'bad-value', 'all[0].value'],
  ['a range upside down', all({ ...leaf, operator: 'between', value: [2, 1] }), 'bad-value', 'all[0].value'],
  ['exists false', all({ ...leaf, operator: 'exists', value: false }), 'bad-value', 'all[0].value'],
  ['a look-ahead', all({ ...leaf, operator: 'matches', value: '(?=a)' }), 'bad-value', 'all[0].value'],
  ['no duration', all({ ...leaf, operator: 'olderThan', value: 'long ago' }), 'bad-duration', 'all[0].value'],
  ['no date', all({ ...leaf, operator: 'before', value: 'tomorrow' }), 'bad-value', 'all[0].value'],
  [
    'an age from a fact',
    all({ ...leaf, operator: 'olderThan', value: { fact: 'now' } }),
    'bad-value',
    'all[0].value',
  ],
  ['a filter in a path', all({ ...leaf, path: '$.a[?(@.b)]' }), 'bad-path', 'all[0].path'],
  ['a prototype in a path', all({ ...leaf, path: '$.__proto__.x' }), 'bad-path', 'all[0].path'],
  ['a path too deep', all({ ...leaf, path: `$${'.a'.repeat(13)}` }), 'bad-path', 'all[0].path'],
  ['a whole fact', all({ ...leaf, path: undefined }), 'bad-path', 'all[0].path'],
  [
    'a bad path in a value',
    all({ ...leaf, value: { fact: 'entry', path: 'x' } }),
    'bad-path',
    'all[0].value.path',
  ],
  [
    'now below',
    all({ fact: 'now', path: '$.hour', operator: 'before', value: '2026-01-01' }),
    'bad-path',
    'all[0].path',
  ],
  [
    'now as a number',
    all({ fact: 'now', operator: 'greaterThan', value: 5 }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  [
    'segments equal',
    all({ fact: 'segments', operator: 'equal', value: 'vip' }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  ['params elsewhere', all({ ...leaf, params: { name: 'x' } }), 'bad-params', 'all[0].params'],
  ['events without params', all({ ...orders, params: undefined }), 'bad-params', 'all[0].params'],
  ['events without a name', all({ ...orders, params: {} }), 'bad-params', 'all[0].params.name'],
  [
    'an unknown parameter',
    all({ ...orders, params: { name: 'x', limit: 3 } }),
    'bad-params',
    'all[0].params.limit',
  ],
  [
    'a bad window',
    all({ ...orders, params: { name: 'x', within: 'P1D' } }),
    'bad-duration',
    'all[0].params.within',
  ],
  [
    'a bad since',
    all({ ...orders, params: { name: 'x', since: 'birth' } }),
    'bad-params',
    'all[0].params.since',
  ],
  ['a sum of what', all({ ...orders, path: '$.sum' }), 'bad-params', 'all[0].params.sum'],
  ['an answer there is not', all({ ...orders, path: '$.median' }), 'bad-path', 'all[0].path'],
  [
    'an old count',
    all({ ...orders, operator: 'olderThan', value: '1 day' }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  ['a low instant', all({ ...orders, path: '$.last' }), 'operator-does-not-fit', 'all[0].operator'],
  [
    'a person in where',
    all({ ...orders, params: { name: 'x', where: { all: [leaf] } } }),
    'fact-not-here',
    'all[0].params.where.all[0].fact',
  ],
  [
    'an age in where',
    all({
      ...orders,
      params: {
        name: 'x',
        where: { all: [{ fact: 'event', path: '$.timestamp', operator: 'olderThan', value: '1 day' }] },
      },
    }),
    'operator-does-not-fit',
    'all[0].params.where.all[0].operator',
  ],
];

const products = { fact: 'event', path: '$.properties.products' };
const coffee = { all: [{ fact: 'item', path: '$.category', operator: 'equal', value: 'coffee' }] };
const brokenItems: readonly (readonly [string, unknown, string, string])[] = [
  ['an item outside of a list', all({ ...coffee.all[0] }), 'fact-not-here', 'all[0].fact'],
  [
    'no conditions on an item',
    all({ ...products, operator: 'anyItem', value: 'coffee' }),
    'bad-value',
    'all[0].value',
  ],
  [
    'a comparison alone on an item',
    all({ ...products, operator: 'anyItem', value: coffee.all[0] }),
    'bad-value',
    'all[0].value',
  ],
  [
    'a word like the operator',
    all({ ...products, operator: 'anyItems', value: coffee }),
    'unknown-operator',
    'all[0].operator',
  ],
  [
    'another fact on an item',
    all({
      ...products,
      operator: 'anyItem',
      value: { all: [{ ...products, operator: 'exists', value: true }] },
    }),
    'fact-not-here',
    'all[0].value.all[0].fact',
  ],
  [
    'a filter in the path of an item',
    all({ ...products, operator: 'anyItem', value: { all: [{ ...coffee.all[0], path: 'category' }] } }),
    'bad-path',
    'all[0].value.all[0].path',
  ],
  [
    'items of now',
    all({ fact: 'now', operator: 'anyItem', value: coffee }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  [
    'an answer a list does not give',
    all({ ...products, params: { items: 'total', of: '$.price' }, operator: 'equal', value: 1 }),
    'bad-params',
    'all[0].params.items',
  ],
  [
    'a sum of what',
    all({ ...products, params: { items: 'sum' }, operator: 'equal', value: 1 }),
    'bad-params',
    'all[0].params.of',
  ],
  [
    'a count of a number',
    all({ ...products, params: { items: 'count', of: '$.price' }, operator: 'equal', value: 1 }),
    'bad-params',
    'all[0].params.of',
  ],
  [
    'a sum that begins with a text',
    all({ ...products, params: { items: 'sum', of: '$.price' }, operator: 'startsWith', value: '1' }),
    'operator-does-not-fit',
    'all[0].operator',
  ],
  [
    'a person in where',
    all({ ...products, params: { items: 'count', where: { all: [leaf] } }, operator: 'equal', value: 1 }),
    'fact-not-here',
    'all[0].params.where.all[0].fact',
  ],
];

test.each(brokenItems)('of lists, %s is refused at its place', (_what, conditions, code, path) => {
  expect(checkConditions({ conditions })).toEqual([
    expect.objectContaining({ code, path, severity: 'error', hint: expect.stringMatching(/./) }),
  ]);
});

test('items may be compared with each other, and with what is known around the list', () => {
  const item = (path: string) => ({ fact: 'item', path });
  const compared = (value: unknown) => ({ all: [{ ...item('$.price'), operator: 'lessThan', value }] });
  const conditions = all(
    { ...products, operator: 'anyItem', value: compared(item('$.was')) },
    { ...products, operator: 'noItem', value: compared({ fact: 'entry', path: '$.properties.price' }) },
    {
      ...products,
      params: { items: 'sum', of: '$.price', times: '$.quantity', where: coffee },
      operator: 'greaterThan',
      value: { ...products, params: { items: 'count' } },
    },
  );
  expect(checkConditions({ conditions })).toEqual([]);
});

test('lists stand within one another up to three deep', () => {
  const inside = (levels: number): unknown =>
    levels === 0
      ? coffee
      : { all: [{ fact: 'item', path: '$.parts', operator: 'anyItem', value: inside(levels - 1) }] };
  const conditions = (levels: number) => all({ ...products, operator: 'anyItem', value: inside(levels) });
  expect(codesOf(conditions(maxLists - 1))).toEqual([]);
  expect(codesOf(conditions(maxLists))).toEqual(['too-deep']);
});

test('a field of an item that is nearly a familiar one is doubted, with the one that is meant', () => {
  const conditions = all({
    ...products,
    params: { items: 'sum', of: '$.prize', where: { all: [{ ...coffee.all[0], path: '$.categroy' }] } },
    operator: 'greaterThan',
    value: 5,
  });
  const doubts = unfamiliarItemFields({ value: conditions, path: 'conditions' });
  expect(doubts.map(({ severity, path }) => [severity, path])).toEqual([
    ['warning', 'conditions.all[0].params.of'],
    ['warning', 'conditions.all[0].params.where.all[0].path'],
  ]);
  expect(doubts[1]?.hint).toContain('`category`');
  expect(
    unfamiliarItemFields({ value: all({ ...products, operator: 'anyItem', value: coffee }), path: '' }),
  ).toEqual([]);
});

test.each(broken)('%s is refused at its place', (_what, conditions, code, path) => {
  expect(checkConditions({ conditions })).toEqual([
    expect.objectContaining({ code, path, severity: 'error' }),
  ]);
});

test('every problem is reported at once, under the path of the document, with a hint', () => {
  const conditions = all({ ...leaf, fact: 'profil' }, { not: { ...leaf, operator: 'equals' } }, { any: [] });
  const problems = checkConditions({ conditions, path: 'steps[2].cases[0].when' });
  expect(problems.map((problem) => problem.path)).toEqual([
    'steps[2].cases[0].when.all[0].fact',
    'steps[2].cases[0].when.all[1].not.operator',
    'steps[2].cases[0].when.all[2].any',
  ]);
  expect(problems[0]?.hint).toContain('Did you mean `profile`?');
  expect(problems[1]?.hint).toContain('Did you mean `equal`?');
});

test('facts that are not known where the conditions stand are refused', () => {
  const conditions = all({ fact: 'entry', path: '$.properties.value', operator: 'exists', value: true });
  expect(checkConditions({ conditions, facts: personFacts })[0]).toMatchObject({ code: 'fact-not-here' });
  const since = all({ ...orders, params: { name: 'x', since: 'entry' } });
  expect(checkConditions({ conditions: since })).toEqual([]);
  expect(checkConditions({ conditions: since, facts: personFacts })[0]).toMatchObject({ code: 'bad-params' });
});

test('conditions of any size are checked without harm', () => {
  let deep: unknown = leaf;
  for (let level = 0; level < 10_000; level += 1) deep = { not: deep };
  expect(codesOf(deep)).toEqual(['too-deep']);
  expect(codesOf(all(...Array.from({ length: 10_000 }, () => leaf)))).toEqual(['too-many-conditions']);
  expect(codesOf(all(...Array.from({ length: maxLeaves }, () => leaf)))).toEqual([]);
  let allowed: unknown = all(leaf);
  for (let level = 1; level < maxDepth; level += 1) allowed = all(allowed);
  expect(codesOf(allowed)).toEqual([]);
  expect(codesOf(all(allowed))).toEqual(['too-deep']);
});

test('nothing that is no condition passes, and nothing breaks the check', () => {
  const keys = fc.constantFrom(
    'all',
    'any',
    'not',
    'fact',
    'path',
    'operator',
    'value',
    'params',
    '__proto__',
    'name',
    'where',
  );
  const words = fc.constantFrom(
    'profile',
    'events',
    'now',
    'equal',
    'in',
    'matches',
    'olderThan',
    '$.a',
    '$.count',
    '1 day',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      words,
      fc.integer(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (conditions) => {
      expect(Array.isArray(checkConditions({ conditions }))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('conditions that pass the check can be decided', async () => {
  await fc.assert(
    fc.asyncProperty(profileConditions, async (conditions) => {
      expect(checkConditions({ conditions })).toEqual([]);
      const facts = factsAbout({ segments: [] });
      expect((await createDecider({ cases: [conditions] }).decide({ facts })).because.length).toBeGreaterThan(
        0,
      );
    }),
    { numRuns: 100 },
  );
});

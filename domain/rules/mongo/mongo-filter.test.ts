import { expect, test } from 'vitest';

import { someNow } from '../arbitraries-for-tests.ts';
import type { Conditions, Leaf } from '../condition-shape.ts';
import { toMongoFilter } from './mongo-filter.ts';
import { toMongoPlan } from './mongo-plan.ts';

const base = { now: someNow, zone: 'Europe/Madrid' };
const filterOf = (conditions: Conditions): unknown => {
  const filter = toMongoFilter({ conditions, ...base });
  return filter.ok ? filter.value : filter.problems;
};
const plan: Leaf = { fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'pro' };
const orders: Leaf = {
  fact: 'events',
  params: { name: 'Order Completed', within: '30 days' },
  path: '$.count',
  operator: 'greaterThan',
  value: 2,
};
const noList = { $not: { $type: 'array' } };

test('comparisons of different fields are one document, which every planner can use an index for', () => {
  const lapsed: Leaf = {
    fact: 'profile',
    path: '$.computed.lastOrderAt',
    operator: 'olderThan',
    value: '90 days',
  };
  expect(
    filterOf({ all: [plan, { all: [lapsed] }, { fact: 'segments', operator: 'contains', value: 'vip' }] }),
  ).toEqual({
    'traits.plan': { $eq: 'pro', ...noList },
    'computed.lastOrderAt': { $gt: '0999-12-31T23:59:59.999Z', $lte: '2025-12-29T10:00:00.000Z', ...noList },
    segments: { $elemMatch: { $eq: 'vip' } },
  });
});

test('on the way to a deep property nothing may be a list, or must be one', () => {
  expect(filterOf({ all: [{ ...plan, path: '$.traits.a.b[0].c' }] })).toEqual({
    'traits.a': noList,
    'traits.a.b': { $type: 'array' },
    'traits.a.b.0': noList,
    'traits.a.b.0.c': { $eq: 'pro', ...noList },
  });
});

test('negations are whole, also of what is missing', () => {
  expect(filterOf({ any: [{ ...plan, operator: 'notEqual' }] })).toEqual({
    $nor: [{ 'traits.plan': { $eq: 'pro', ...noList } }],
  });
});

test('texts are never patterns', () => {
  expect(filterOf({ all: [{ ...plan, operator: 'containsText', value: '.*(a+)+$' }] })).toEqual({
    'traits.plan': { $regex: String.raw`\.\*\(a\+\)\+\$`, $options: 'i', ...noList },
  });
});

test('what is the same for everybody is decided at once', () => {
  const past: Leaf = { fact: 'now', operator: 'after', value: '2020-01-01' };
  expect(filterOf({ all: [past, plan] })).toEqual({ 'traits.plan': { $eq: 'pro', ...noList } });
  expect(filterOf({ all: [{ not: past }, plan] })).toEqual({ _id: { $in: [] } });
  expect(filterOf({ any: [past, plan] })).toEqual({});
});

const impossible: readonly (readonly [string, Leaf, string])[] = [
  ['a pattern', { ...plan, operator: 'matches', value: 'a+' }, 'all[0].operator'],
  ['two facts', { ...plan, value: { fact: 'profile', path: '$.traits.b' } }, 'all[0].value'],
  ['a fact of a run', { ...plan, fact: 'entry' }, 'all[0].fact'],
  ['past events', orders, 'all[0].fact'],
];

test.each(impossible)('%s cannot be asked by a filter, and that is said', (_what, leaf, path) => {
  expect(filterOf({ all: [leaf] })).toEqual([expect.objectContaining({ code: 'not-for-a-query', path })]);
});

const planOf = (conditions: Conditions) => {
  const made = toMongoPlan({
    conditions,
    ...base,
    tenant: 'shop',
    layout: { profiles: 'profiles', events: 'events', records: 'records', profileKey: 'id' },
  });
  if (!made.ok) throw new Error(made.problems[0]?.message);
  return {
    collection: made.value.collection,
    stages: made.value.stages.map((stage) => Object.keys(stage)[0]),
  };
};

test('who must have done something is found from the events alone, if that is all', () => {
  expect(planOf({ all: [orders] })).toEqual({
    collection: 'events',
    stages: ['$match', '$group', '$match'],
  });
  expect(
    planOf({ all: [{ ...orders, path: '$.last', operator: 'olderThan', value: '9 days' }] }).collection,
  ).toBe('events');
});

test('else profiles and answers are laid side by side, each collection read once', () => {
  const joined = ['$match', '$project', '$unionWith', '$group', '$match', '$addFields', '$match'];
  expect(planOf({ all: [{ ...orders, operator: 'lessThan' }, plan] })).toEqual({
    collection: 'profiles',
    stages: joined,
  });
  expect(planOf({ any: [orders, plan] })).toEqual({ collection: 'profiles', stages: joined });
  expect(planOf({ not: orders }).collection).toBe('profiles');
  expect(planOf({ all: [plan] })).toEqual({ collection: 'profiles', stages: ['$match'] });
});

import { expect, test } from 'vitest';

import { factsAbout, someNow } from '../arbitraries-for-tests.ts';
import type { Conditions, Leaf } from '../condition-shape.ts';
import { createDecider } from '../decide/decider.ts';
import { createMembership } from '../decide/membership.ts';
import { maxItems } from './items-of.ts';

const category = (value: string): Conditions => ({
  all: [{ fact: 'item', path: '$.category', operator: 'equal', value }],
});
const products = { fact: 'event' as const, path: '$.properties.products' };
const coffee = { category: 'coffee', price: 0.1, quantity: 3, was: 0.2, until: '2026-04-10T10:00:00.000Z' };
const tea = { category: 'tea', price: '0.2', quantity: 1, was: 0.2 };

const decide = (leaf: Leaf, list: unknown) =>
  createDecider({ cases: [{ all: [leaf] }] }).decide({
    facts: factsAbout(
      { segments: [] },
      { profile: { favourite: 'tea' }, event: { properties: { products: list } } },
    ),
  });
const holds = async (leaf: Leaf, list: unknown): Promise<boolean> => (await decide(leaf, list)).matched === 0;

const sum = (value: Leaf['value'], where?: Conditions): Leaf => ({
  ...products,
  params: { items: 'sum', of: '$.price', times: '$.quantity', ...(where === undefined ? {} : { where }) },
  operator: 'equal',
  value,
});

test('sums have no float noise, read the text of a number, and leave out what is none', async () => {
  expect(await holds(sum(0.5), [coffee, tea])).toBe(true);
  expect(await holds(sum(0.3, category('coffee')), [coffee, tea])).toBe(true);
  expect(await holds(sum(0.3), [coffee, { price: 'free', quantity: 1 }, { price: 5 }, 'noise', null])).toBe(
    true,
  );
});

test('a list that is missing has no items: none, no sum, and no least one', async () => {
  const ask = (items: 'count' | 'sum' | 'min', operator: Leaf['operator'], value: Leaf['value']): Leaf => ({
    ...products,
    params: { items, ...(items === 'count' ? {} : { of: '$.price' }) },
    operator,
    value,
  });
  for (const list of [undefined, [], 'coffee', coffee]) {
    expect(await holds(ask('count', 'equal', 0), list)).toBe(true);
    expect(await holds(ask('sum', 'equal', 0), list)).toBe(true);
    expect(await holds(ask('min', 'exists', true), list)).toBe(false);
    expect(await holds(ask('min', 'lessThan', 5), list)).toBe(false);
  }
});

test('an item is compared with another field of its own, and with a fact around the list', async () => {
  const any = (value: Conditions): Leaf => ({ ...products, operator: 'anyItem', value });
  const was: Leaf['value'] = { fact: 'item', path: '$.was' };
  const reduced = any({ all: [{ fact: 'item', path: '$.price', operator: 'lessThan', value: was }] });
  expect(await holds(reduced, [tea, coffee])).toBe(true);
  expect(await holds(reduced, [tea])).toBe(false);
  const favourite: Leaf['value'] = { fact: 'profile', path: '$.favourite' };
  const liked = any({ all: [{ fact: 'item', path: '$.category', operator: 'equal', value: favourite }] });
  expect(await holds(liked, [coffee])).toBe(false);
  expect(await holds(liked, [coffee, tea])).toBe(true);
});

test('an answer about one list is compared with that about another', async () => {
  const leaf: Leaf = {
    ...products,
    params: { items: 'count' },
    operator: 'greaterThan',
    value: { ...products, params: { items: 'count', where: category('coffee') } },
  };
  expect(await holds(leaf, [coffee, tea])).toBe(true);
  expect(await holds(leaf, [coffee])).toBe(false);
});

test('the first thousand items are looked at', async () => {
  const many = Array.from({ length: maxItems }, () => tea);
  const any: Leaf = { ...products, operator: 'anyItem', value: category('coffee') };
  expect(await holds(any, [...many.slice(1), coffee])).toBe(true);
  expect(await holds(any, [...many, coffee])).toBe(false);
});

test('the ledger is told what the list came to', async () => {
  const { because } = await decide(sum(0.5), [coffee, tea]);
  expect(because).toMatchObject([{ params: { items: 'sum' }, expected: 0.5, actual: 0.5, held: true }]);
});

test('a segment is looked at again when an item comes of age', async () => {
  const membership = createMembership({
    when: {
      all: [
        {
          fact: 'profile',
          path: '$.traits.coupons',
          operator: 'anyItem',
          value: { all: [{ fact: 'item', path: '$.until', operator: 'withinNext', value: '7 days' }] },
        },
      ],
    },
  });
  const profile = { traits: { coupons: [tea, coffee] } };
  const found = await membership(factsAbout({ segments: [] }, { profile }));
  expect(found).toMatchObject({ isMember: false, changesAt: Date.parse('2026-04-03T10:00:00Z') });
  const then = await membership(factsAbout({ segments: [] }, { profile, now: found.changesAt ?? someNow }));
  expect(then.isMember).toBe(true);
});

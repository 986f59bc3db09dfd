import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isOfErased, namesToMeet, tombstoneNames } from './tombstone.ts';
import { addressesOf, createMentions, namedBy, namedByAll } from './traces.ts';
import { hasOtherStrongId } from './whom-to-erase.ts';

const call = {
  type: 'track',
  externalIds: [],
  properties: {},
  traits: {},
  context: {},
} as const;

describe('what names a person', () => {
  it('is every identity of an event, whom it was before, addresses among traits and the order', () => {
    const named = namedBy({
      ...call,
      type: 'alias',
      userId: '42',
      anonymousId: 'a1',
      previousId: 'old',
      externalIds: [
        { kind: 'email', value: 'Ana@Example.com' },
        { kind: 'shopify_order_id', value: '7' },
      ],
      traits: { phone: '+34 600 11 22 33' },
      context: { traits: { email: 'ana.two@example.com' } },
      properties: { order_id: 8, order_ids: ['9', 10] },
    });
    expect(named.ids.toSorted()).toEqual([
      'anon:a1',
      'anon:old',
      'email:ana.two@example.com',
      'email:ana@example.com',
      'phone:+34600112233',
      'shopify_order_id:7',
      'user:42',
      'user:old',
    ]);
    expect(named.orders.toSorted()).toEqual(['10', '7', '8', '9']);
  });

  it('is everything of all profiles of a person, also what they had before a merge', () => {
    const profiles = [
      { ids: ['user:1'], traits: { email: 'a@b.test' } },
      { ids: [], mergedIds: ['anon:x', 'shopify_order_id:5'], traits: {} },
    ];
    expect(namedByAll({ profiles, orders: ['4'], asked: { ids: ['phone:+1'], orders: [] } })).toEqual({
      ids: ['phone:+1', 'user:1', 'email:a@b.test', 'anon:x', 'shopify_order_id:5'],
      orders: ['4', '5'],
    });
  });

  it('leads to the addresses they are written to', () => {
    const addresses = addressesOf({
      ids: ['user:1', 'email:a@b.test', 'phone:+34', 'push:token'],
      orders: [],
    });
    expect(addresses.map(({ channel, address }) => `${channel} ${address}`)).toEqual([
      'email a@b.test',
      'phone +34',
      'sms +34',
      'whatsapp +34',
      'push token',
    ]);
  });
});

describe('a look for a person in a text', () => {
  const mentions = createMentions({
    ids: ['email:ana@leaves.test', 'phone:+34600112233', 'user:42'],
    orders: ['5901000'],
  });

  it.each([
    '{"to":"ANA@leaves.test"}',
    'call +34 600 11-22 33 please',
    'order=5901000&x',
    'Ana <ana@leaves.test>',
  ])('finds them in %s', (text) => {
    expect(mentions(text)).toBe(true);
  });

  it.each(['diana@leaves.test', 'order 59010001', 'ana@leaves.testing', 'the answer is 42', ''])(
    'does not take somebody else for them in %s',
    (text) => {
      expect(mentions(text)).toBe(false);
    },
  );

  it('finds nobody who has no names, and takes every name as it is written', () => {
    expect(createMentions({ ids: [], orders: [] })('anything')).toBe(false);
    fc.assert(
      fc.property(fc.string({ minLength: 5, maxLength: 30 }), (name) => {
        expect(createMentions({ ids: [`user:${name}`], orders: [] })(` ${name} `)).toBe(true);
      }),
    );
  });
});

describe('a tombstone', () => {
  const of = (what: 'id' | 'order' | 'profile') => [{ what, at: 100 }];

  it('is met by what happened until the erasure, and not by what happened after', () => {
    expect([99, 100, 101].map((timestamp) => isOfErased({ timestamp, tombstones: of('id') }))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isOfErased({ timestamp: 1, tombstones: [] })).toBe(false);
  });

  it('of an order is met whenever something is said about the order', () => {
    expect(isOfErased({ timestamp: 101, tombstones: of('order') })).toBe(true);
  });

  it('stands for each name apart, so that an order and a user of one number are two', () => {
    const names = tombstoneNames({ ids: ['user:1'], orders: ['1'], profileIds: ['p'] });
    expect(new Set(names.map(({ what, value }) => `${what} ${value}`)).size).toBe(3);
  });
});

describe('the names by which an event meets tombstones', () => {
  const meets = (ids: readonly string[], isAlias = false): readonly string[] =>
    namesToMeet({ ids, orders: ['7'], isAlias }).map(({ what, value }) => `${what} ${value}`);

  it('are all but a device, which several people use, where somebody is named in a surer way', () => {
    expect(meets(['user:ben', 'anon:tablet'])).toEqual(['id user:ben', 'order 7']);
    expect(meets(['anon:tablet'])).toEqual(['id anon:tablet', 'order 7']);
  });

  it('are all of an alias, which says that they are one person', () => {
    expect(meets(['user:ben', 'anon:tablet'], true)).toEqual(['id user:ben', 'id anon:tablet', 'order 7']);
  });
});

describe('whom a request of erasure means', () => {
  const named = ['user:1', 'email:a@b.test'];

  it.each([
    ['the person themself', ['user:1', 'email:a@b.test'], false],
    ['somebody known by the address alone', ['email:a@b.test'], false],
    ['another account with the same address', ['user:2', 'email:a@b.test'], true],
  ])('%s', (_name, ids, isOther) => {
    expect(hasOtherStrongId({ named, ids })).toBe(isOther);
  });

  it('a guest, named by an address alone: anyone who has it', () => {
    expect(hasOtherStrongId({ named: ['email:a@b.test'], ids: ['user:2', 'email:a@b.test'] })).toBe(false);
  });
});

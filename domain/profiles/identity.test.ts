import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Candidate, identitiesOf, kindOf, resolveIdentity } from './identity.ts';
import { eventOf } from './profiles-for-tests.ts';

const someone = (id: string, ids: readonly string[], createdAt = '2026-01-01'): Candidate => ({
  id,
  ids,
  createdAt,
});

describe('the identities an event brings', () => {
  test('come surest first, normalised, each once', () => {
    const event = eventOf({
      name: 'identify',
      userId: ' 42 ',
      anonymousId: 'a1',
      traits: { email: ' Ana@Example.COM ' },
      externalIds: [
        { kind: 'phone', value: '+34 600 11-22' },
        { kind: 'shopify-customer', value: '7' },
        { kind: 'email', value: 'ana@example.com' },
      ],
    });
    expect(identitiesOf(event)).toEqual([
      'user:42',
      'shopify-customer:7',
      'email:ana@example.com',
      'phone:+346001122',
      'anon:a1',
    ]);
  });

  test('leave out what is none: empty, too long, no address, no number', () => {
    const event = eventOf({
      name: 'identify',
      userId: '  ',
      anonymousId: 'x'.repeat(400),
      traits: { email: 'not an address' },
      externalIds: [{ kind: 'phone', value: 'none' }],
    });
    expect(identitiesOf(event)).toEqual([]);
  });

  test('an address in a trait identifies in identify calls only', () => {
    const traits = { email: 'ana@example.com' };
    expect(identitiesOf(eventOf({ name: 'Signed Up', traits }))).toEqual([]);
    expect(identitiesOf(eventOf({ name: 'identify', traits }))).toEqual(['email:ana@example.com']);
  });
});

describe('whom an event is about', () => {
  test('somebody new, when nobody has one of its identities', () => {
    expect(resolveIdentity({ ids: ['user:1', 'anon:a'], candidates: [] })).toEqual({
      kind: 'create',
      ids: ['user:1', 'anon:a'],
    });
  });

  test('whoever has one, and what is new is added', () => {
    expect(resolveIdentity({ ids: ['user:1', 'anon:a'], candidates: [someone('p1', ['anon:a'])] })).toEqual({
      kind: 'use',
      profileId: 'p1',
      add: ['user:1'],
    });
  });

  test('an anonymous visitor who signs in is one with the account', () => {
    const candidates = [someone('visitor', ['anon:a']), someone('account', ['user:1', 'email:a@b.c'])];
    expect(resolveIdentity({ ids: ['user:1', 'anon:a'], candidates })).toEqual({
      kind: 'merge',
      into: 'account',
      from: ['visitor'],
      add: [],
    });
  });

  test('two accounts on one device stay two people', () => {
    const candidates = [someone('first', ['user:1', 'anon:a'])];
    expect(resolveIdentity({ ids: ['user:2', 'anon:a'], candidates })).toEqual({
      kind: 'create',
      ids: ['user:2'],
    });
    const both = [...candidates, someone('second', ['user:2'])];
    expect(resolveIdentity({ ids: ['user:2', 'anon:a'], candidates: both })).toEqual({
      kind: 'use',
      profileId: 'second',
      add: [],
    });
  });

  test('two accounts are not joined by way of a third who has none', () => {
    const candidates = [
      someone('letter', ['email:a@b.c']),
      someone('first', ['user:1', 'phone:+1']),
      someone('second', ['user:2', 'anon:a']),
    ];
    const plan = resolveIdentity({ ids: ['email:a@b.c', 'phone:+1', 'anon:a'], candidates });
    expect(plan).toEqual({ kind: 'merge', into: 'letter', from: ['first'], add: [] });
  });

  test('of several that fit, the one with the surest identity is meant, then the oldest', () => {
    const candidates = [
      someone('b', ['anon:a'], '2026-02-01'),
      someone('a', ['email:a@b.c'], '2026-03-01'),
      someone('c', ['anon:b'], '2026-01-01'),
    ];
    expect(resolveIdentity({ ids: ['email:a@b.c', 'anon:a', 'anon:b'], candidates })).toMatchObject({
      kind: 'merge',
      into: 'a',
    });
    const visitors = candidates.filter((one) => one.id !== 'a');
    expect(resolveIdentity({ ids: ['anon:a', 'anon:b'], candidates: visitors })).toMatchObject({ into: 'b' });
  });
});

const ids = fc.uniqueArray(
  fc.constantFrom<string>('user:1', 'user:2', 'user:3', 'email:a@b.c', 'phone:+1', 'anon:a', 'anon:b'),
  {
    maxLength: 7,
  },
);

/** Profiles among which each identity belongs to one at the most. */
const candidates = fc
  .tuple(ids, fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 7, maxLength: 7 }))
  .map(([all, owners]) =>
    [0, 1, 2, 3].map((owner) =>
      someone(
        `p${owner}`,
        all.filter((_id, index) => owners[index] === owner),
      ),
    ),
  );

const usersIn = (all: readonly string[]): number => new Set(all.filter((id) => kindOf(id) === 'user')).size;

test('nobody ends up with the user ids of two people who had one each, whoever is merged', () => {
  fc.assert(
    fc.property(ids, candidates, (given, all) => {
      const brought = given
        .filter((id) => kindOf(id) !== 'user')
        .concat(given.filter((id) => id === 'user:1'));
      const having = all.filter((one) => one.ids.some((id) => brought.includes(id)) && usersIn(one.ids) <= 1);
      const plan = resolveIdentity({ ids: brought, candidates: having });
      const joined =
        plan.kind === 'merge' ? [plan.into, ...plan.from] : plan.kind === 'use' ? [plan.profileId] : [];
      const added = plan.kind === 'create' ? plan.ids : plan.add;
      const result = having.filter((one) => joined.includes(one.id)).flatMap((one) => one.ids);
      expect(usersIn([...result, ...added])).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1000 },
  );
});

test('the order in which profiles are found changes nothing, and no identity is taken from anybody', () => {
  fc.assert(
    fc.property(ids, candidates, (given, all) => {
      const having = all.filter((one) => one.ids.some((id) => given.includes(id)));
      const plan = resolveIdentity({ ids: given, candidates: having });
      expect(resolveIdentity({ ids: given, candidates: having.toReversed() })).toEqual(plan);
      const added = plan.kind === 'create' ? plan.ids : plan.add;
      for (const id of added) expect(having.some((one) => one.ids.includes(id))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

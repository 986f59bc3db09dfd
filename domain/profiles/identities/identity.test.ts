import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Candidate, identitiesOf, readIdentities, resolveIdentity as resolve } from './identity.ts';
import { isStrongKind, kindOf, rankOf } from './identity-kinds.ts';
import { eventOf } from '../profiles-for-tests.ts';

/** As an event from a server of the shop; what was kept apart is looked at where it matters. */
const resolveIdentity = (input: {
  ids: readonly string[];
  candidates: readonly Candidate[];
  trust?: 'public';
}) => {
  const { apart: _apart, ...plan } = resolve({ trust: 'server', ...input });
  return plan;
};

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

  test('leave out placeholders, and say so', () => {
    const event = eventOf({
      name: 'identify',
      userId: 'undefined',
      anonymousId: '\u00A0null',
      traits: { email: 'test@test.com' },
      externalIds: [
        { kind: 'shopify_customer_id', value: '0' },
        { kind: 'phone', value: '000000000' },
        { kind: 'email', value: 'ana@example.com' },
      ],
    });
    const { ids, ignored } = readIdentities(event);
    expect(ids).toEqual(['email:ana@example.com']);
    expect(ignored.map(({ path }) => path)).toEqual([
      'userId',
      'externalIds[0]',
      'externalIds[1]',
      'traits.email',
      'anonymousId',
    ]);
  });

  test('are of a kind of which a person has one the first, and several of others', () => {
    const event = eventOf({
      name: 'Visited',
      userId: '1',
      externalIds: [
        { kind: 'user', value: '2' },
        { kind: 'shopify_customer_id', value: '7' },
        { kind: 'shopify_customer_id', value: '8' },
        { kind: 'stripe', value: '9' },
        { kind: 'email', value: 'a@shop.test' },
        { kind: 'email', value: 'b@shop.test' },
      ],
    });
    const { ids, ignored } = readIdentities(event);
    expect(ids).toEqual([
      'user:1',
      'shopify_customer_id:7',
      'stripe:9',
      'email:a@shop.test',
      'email:b@shop.test',
    ]);
    expect(ignored.map(({ path }) => path)).toEqual(['externalIds[0]', 'externalIds[2]']);
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

  test('anyone who has one, and what is new is added', () => {
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

test('two profiles that were split stay apart, whatever they share', () => {
  const account = { ...someone('account', ['user:1']), apartFrom: ['visitor'] };
  const visitor = someone('visitor', ['anon:tablet']);
  for (const candidates of [
    [account, visitor],
    [someone('account', ['user:1']), { ...visitor, apartFrom: ['account'] }],
  ]) {
    expect(resolve({ ids: ['user:1', 'anon:tablet'], candidates, trust: 'server' })).toEqual({
      kind: 'use',
      profileId: 'account',
      add: [],
      apart: [{ profileId: 'visitor', reason: 'was-split' }],
    });
  }
});

test('of which kinds a person has one, and which are surer', () => {
  const strong = ['user', 'shopify_customer_id', 'stripe', 'braze_id', 'crm.contact', 'loyalty-card'];
  const others = [
    'shopify_order_id',
    'order.id',
    'email',
    'phone',
    'anon',
    'device_id',
    'android.idfa',
    'ios.push_token',
    'ga_client_id',
    'shopify_cart_token',
    'session',
    'ip',
  ];
  expect(strong.filter((kind) => !isStrongKind(kind))).toEqual([]);
  expect(others.filter(isStrongKind)).toEqual([]);
  const ids = ['user:1', 'stripe:1', 'shopify_order_id:1', 'email:1', 'phone:1', 'anon:1'];
  expect(ids.toReversed().toSorted((a, b) => rankOf(a) - rankOf(b))).toEqual(ids);
});

describe('two customers of one shop', () => {
  const her = someone('her', ['shopify_customer_id:7001', 'email:her@shop.test', 'phone:+12025550143']);

  test.each(['phone:+12025550143', 'email:her@shop.test', 'anon:tablet', 'ip:10.0.0.1'])(
    'stay two people, whatever they share: %s',
    (shared) => {
      const ids = ['shopify_customer_id:7002', 'email:him@shop.test', shared];
      const first = { ...her, ids: [...her.ids, shared] };
      const plan = resolve({ ids, candidates: [first], trust: 'webhook' });
      expect(plan).toEqual({
        kind: 'create',
        ids: ids.filter((id) => id !== shared),
        apart: [{ profileId: 'her', reason: 'strong-conflict', kind: 'shopify_customer_id' }],
      });
      const him = someone('him', plan.kind === 'create' ? plan.ids : []);
      expect(resolve({ ids, candidates: [first, him], trust: 'webhook' })).toMatchObject({
        kind: 'use',
        profileId: 'him',
        add: [],
      });
    },
  );

  test('the surest identity says who is meant; one that does not fit is left out', () => {
    const kim = someone('kim', ['user:1', 'shopify_customer_id:7001']);
    const other = someone('other', ['shopify_customer_id:7002', 'email:x@shop.test']);
    const ids = ['user:1', 'shopify_customer_id:7002', 'email:x@shop.test', 'email:new@shop.test'];
    expect(resolve({ ids, candidates: [kim, other], trust: 'server' })).toEqual({
      kind: 'use',
      profileId: 'kim',
      add: ['email:new@shop.test'],
      apart: [
        { profileId: 'kim', reason: 'strong-conflict', kind: 'shopify_customer_id' },
        { profileId: 'other', reason: 'strong-conflict', kind: 'shopify_customer_id' },
      ],
    });
  });
});

describe('an event from a public key', () => {
  const known = someone('known', ['email:victim@shop.test', 'anon:device']);
  const account = someone('account', ['user:1']);

  test('leads by a device to nobody who is known, with a proof of another', () => {
    for (const candidates of [[known], [known, account]]) {
      const plan = resolve({ ids: ['user:1', 'anon:device'], candidates, trust: 'public' });
      expect(plan.apart).toEqual([{ profileId: 'known', reason: 'not-proven' }]);
      expect(plan.kind).toBe(candidates.length === 1 ? 'create' : 'use');
      expect(plan).not.toMatchObject({ profileId: 'known' });
    }
  });

  test('is about the visitor of the device, and joins a visitor whom nobody knows to the account', () => {
    expect(resolveIdentity({ ids: ['anon:device'], candidates: [known], trust: 'public' })).toMatchObject({
      kind: 'use',
      profileId: 'known',
    });
    const visitor = someone('visitor', ['anon:device']);
    const ids = ['user:1', 'anon:device'];
    expect(resolveIdentity({ ids, candidates: [visitor, account], trust: 'public' })).toMatchObject({
      kind: 'merge',
      into: 'account',
      from: ['visitor'],
    });
  });

  test('joins what a token of the shop proves to be one', () => {
    const ids = ['user:1', 'email:victim@shop.test'];
    expect(resolveIdentity({ ids, candidates: [known, account], trust: 'public' })).toMatchObject({
      kind: 'merge',
      into: 'account',
      from: ['known'],
    });
  });
});

const ids = fc.uniqueArray(
  fc.constantFrom<string>('user:1', 'user:2', 'user:3', 'email:a@b.c', 'phone:+1', 'anon:a', 'anon:b'),
  {
    maxLength: 7,
  },
);

/** Profiles among which each identity belongs to one at most. */
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

test('nobody ends up with the user ids of two people who had one each, no matter who is merged', () => {
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

const somebodysIds = fc.uniqueArray(
  fc.constantFrom<string>(
    'user:1',
    'user:2',
    'user:3',
    'shop:1',
    'shop:2',
    'shop:3',
    'email:a',
    'email:b',
    'phone:1',
    'phone:2',
    'anon:a',
    'anon:b',
  ),
  { minLength: 1, maxLength: 5 },
);

test('whatever events come, nobody has two identities of a kind of which a person has one, and each has one owner', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(somebodysIds, fc.constantFrom('server', 'webhook', 'public')), { maxLength: 25 }),
      (events) => {
        let people: readonly Candidate[] = [];
        for (const [index, [given, trust]] of events.entries()) {
          const seen = new Map<string, string>();
          const brought = given.filter((id) => {
            const kind = kindOf(id);
            if (isStrongKind(kind) && seen.has(kind)) return false;
            seen.set(kind, id);
            return true;
          });
          const order: readonly string[] = ['user', 'shop', 'email', 'phone', 'anon'];
          const sorted = brought.toSorted((a, b) => order.indexOf(kindOf(a)) - order.indexOf(kindOf(b)));
          const having = people.filter((one) => one.ids.some((id) => sorted.includes(id)));
          const plan = resolve({ ids: sorted, candidates: having, trust });
          if (plan.kind === 'create') {
            people = [...people, someone(`p${index}`, plan.ids)];
            continue;
          }
          const into = plan.kind === 'use' ? plan.profileId : plan.into;
          const from = plan.kind === 'use' ? [] : plan.from;
          const taken = people.filter(({ id }) => from.includes(id)).flatMap((one) => one.ids);
          people = people
            .filter(({ id }) => !from.includes(id))
            .map((one) => (one.id === into ? { ...one, ids: [...one.ids, ...taken, ...plan.add] } : one));
        }
        const all = people.flatMap((one) => one.ids);
        expect(new Set(all).size).toBe(all.length);
        for (const one of people) {
          const strong = one.ids.map(kindOf).filter(isStrongKind);
          expect(new Set(strong).size).toBe(strong.length);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

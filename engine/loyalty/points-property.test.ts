import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { accountOf } from '../../domain/loyalty/account.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import { mortal } from '../../test/store/mortal.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import type { PointsChange } from './change-points.ts';
import { createPointsWorld, program, tenant } from './loyalty-for-tests.ts';

const start = Date.UTC(2026, 0, 1, 12);
const day = 86_400_000;
const given = { expiry: { after: '30 days' }, warn: ['7 days'] };

const people = ['ana', 'eva'] as const;

const action = fc.record({
  action: fc.constantFrom('award', 'spend', 'adjust', 'return'),
  points: fc.integer({ min: 1, max: 40 }),
  /** Few, so that many are asked for again. */
  key: fc.integer({ min: 0, max: 25 }),
  /** The key of what is given back. */
  of: fc.integer({ min: 0, max: 25 }),
  profileId: fc.constantFrom(...people),
  isQuiet: fc.boolean(),
});

const lives = fc.array(
  fc.record({
    /** What is asked for at once, in turn. */
    acts: fc.array(
      fc.record({
        all: fc.array(action, { minLength: 1, maxLength: 6 }),
        /** One call for all of them, or one for each. */
        isBulk: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    writesLeft: fc.nat(40),
    days: fc.nat(20),
  }),
  { minLength: 1, maxLength: 5 },
);

type Told = { readonly profileId: string; readonly key: string; readonly points: number };
type Act = typeof action extends fc.Arbitrary<infer T> ? T : never;
type World = ReturnType<typeof createPointsWorld>;

/** What a customer may hold the shop to, on one page: points in, points out, and never more out than in. */
const expectBooks = (postings: readonly Posting[], told: readonly Told[]): void => {
  const keys = postings.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  let balance = 0;
  for (const posting of postings.toSorted((a, b) => a.seq - b.seq)) {
    balance += posting.active;
    expect(balance).toBeGreaterThanOrEqual(0);
  }
  for (const { key, points } of told) {
    expect(postings.find((posting) => posting.key === key)?.active).toBe(points);
  }
  const isFrom = (posting: Posting): boolean => posting.kind === 'return';
  for (const spent of postings.filter(({ kind }) => kind === 'spend')) {
    const back = postings.filter((posting) => isFrom(posting) && posting.ref === spent.key);
    expect(back.reduce((sum, { active }) => sum + active, 0)).toBeLessThanOrEqual(-spent.active);
  }
};

const orderOf = ({ key, of, ...one }: Act) => ({ ...one, tenant, program, key: `k${key}`, ref: `k${of}` });

/** Asks a process for what there is to do, in one call or one call each; keeps what it was told was done. */
const ask = async (input: { world: World; acts: readonly Act[]; isBulk: boolean; told: Told[] }) => {
  const { world, acts, isBulk, told } = input;
  const keep = (act: Act, { outcome }: PointsChange): void => {
    if (outcome.kind === 'refused') return;
    const [posting] = outcome.postings;
    if (posting === undefined) return;
    told.push({ profileId: act.profileId, key: `k${act.key}`, points: posting.active });
  };
  if (!isBulk) {
    await Promise.all(acts.map(async (act) => keep(act, await world.givePoints(orderOf(act)))));
    return;
  }
  const given = await world.giveManyPoints({ tenant, orders: acts.map(orderOf) });
  for (const [index, act] of acts.entries()) {
    const one = given[index];
    if (one?.kind === 'given') keep(act, one.change);
  }
};

const expectAccount = async (input: { world: World; profileId: string; told: readonly Told[] }) => {
  const { world, profileId, told } = input;
  const key = { tenant, program, profileId };
  const row = await world.stores.points.get(key);
  const postings = await world.stores.points.all(key);
  expectBooks(
    postings,
    told.filter((one) => one.profileId === profileId),
  );
  expect(row?.tail ?? []).toEqual([]);
  if (row !== undefined) expect(row.state).toEqual(accountOf(postings));
  const profile = await world.stores.profiles.get({ tenant, profileId });
  expect(profile?.loyalty?.[program]?.points ?? 0).toBe(row?.state.balance ?? 0);
};

it('posts everything of a change or nothing, each key once, and never more than there is, in bulk and one by one, wherever a process is killed and however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const { collections } = memoryStores();
      let now = start;
      const clock = () => now;
      const told: Told[] = [];
      const other = createPointsWorld({ collections, now: clock, given });
      for (const one of people) await other.person(one);
      for (const { acts, writesLeft, days } of all) {
        const process = createPointsWorld({
          collections: mortal(collections, writesLeft),
          now: clock,
          given,
        });
        for (const { all: asked, isBulk } of acts) {
          const answers = await Promise.allSettled(
            [process, other].map((world, n) =>
              ask({ world, acts: asked.filter((_, index) => index % 2 === n), isBulk, told }),
            ),
          );
          // Killed: the next process goes on with what there is.
          if (answers.some(({ status }) => status === 'rejected')) break;
        }
        now += days * day;
      }
      now += 60_000;
      const world = createPointsWorld({ collections, now: clock, given });
      await world.turnPoints.turn(tenant);
      for (const profileId of people) await expectAccount({ world, profileId, told });
    }),
    { numRuns: Number(process.env['CICLO_POINTS_CASES'] ?? 40) },
  );
});

it('writes an account once for all that is asked for at the same moment', async () => {
  const { collections } = memoryStores();
  const world = createPointsWorld({ collections, now: () => start, given });
  for (const one of people) await world.person(one);
  const orders = Array.from({ length: 60 }, (_, n) => ({
    tenant,
    program,
    profileId: people[n % 2] ?? '',
    action: n % 7 === 6 ? ('spend' as const) : ('award' as const),
    points: 10,
    key: `k${n % 50}`,
  }));
  const given60 = await world.giveManyPoints({ tenant, orders });
  expect(given60.filter((one) => one.kind === 'given' && one.change.outcome.kind === 'posted')).toHaveLength(
    50,
  );
  for (const profileId of people) {
    const key = { tenant, program, profileId };
    const row = await world.stores.points.get(key);
    expect(row?.rev).toBe(1);
    expect(row?.state).toEqual(accountOf(await world.stores.points.all(key)));
  }
});

/** The same collections, which note how often postings are looked for. */
const noting = (collections: Collections, reads: string[]): Collections => {
  const watch = <T extends object>(collection: T, name: string): T =>
    new Proxy(collection, {
      get: (target, method): unknown => {
        if (method === 'find' && name === 'pointPostings') reads.push(name);
        return Reflect.get(target, method);
      },
    });
  return {
    of: (schema) => watch(collections.of(schema), collections.of(schema).collectionName),
    named: (name) => watch(collections.named(name), name),
  };
};

it('looks for no posting in an account that is made only now, and does each key once all the same', async () => {
  const reads: string[] = [];
  const { collections } = memoryStores();
  const world = createPointsWorld({ collections: noting(collections, reads), now: () => start, given });
  await world.person('ana');
  const give = (key: string) =>
    world.givePoints({ tenant, program, profileId: 'ana', action: 'award', points: 5, key });
  const first = await Promise.all(['a', 'b', 'a'].map(give));
  expect(first.map(({ outcome }) => outcome.kind)).toEqual(['posted', 'posted', 'already']);
  expect(reads).toEqual([]);
  expect((await give('b')).outcome.kind).toBe('already');
  expect(reads).toHaveLength(1);
  expect((await world.stores.points.get({ tenant, program, profileId: 'ana' }))?.state.balance).toBe(10);
});

it('loses and doubles nothing when two people turn out to be one in the middle of it', async () => {
  const { collections } = memoryStores();
  const world = createPointsWorld({ collections, now: () => start, given });
  await world.person('ana');
  await world.person('eva');
  const give = (profileId: string, action: 'award' | 'spend', points: number, key: string) =>
    world.givePoints({ tenant, program, profileId, action, points, key });
  await give('ana', 'award', 50, 'a');
  await give('eva', 'award', 30, 'b');
  await give('eva', 'spend', 10, 'c');
  const { profiles, people, points } = world.stores;
  const eva = await profiles.get({ tenant, profileId: 'eva' });
  if (eva === undefined) throw new Error('nobody');
  const { rev, ...rest } = eva;
  await profiles.replace({ profile: { ...rest, ids: [], mergedInto: 'ana' }, rev });
  await people.merge({ tenant, from: 'eva', to: 'ana' });
  await people.merge({ tenant, from: 'eva', to: 'ana' });
  expect((await give('eva', 'award', 30, 'b')).outcome.kind).toBe('already');
  const { account } = await give('eva', 'spend', 65, 'd');
  expect(account).toMatchObject({ profileId: 'ana', state: { balance: 5, spent: 75, earned: 80 } });
  const postings = await points.all({ tenant, program, profileId: 'ana' });
  expect(postings.map(({ key }) => key).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(account.state).toEqual(accountOf(postings));
});

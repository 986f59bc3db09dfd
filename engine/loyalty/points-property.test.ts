import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { accountOf } from '../../domain/loyalty/account.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import { mortal } from '../../test/store/mortal.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createPointsWorld, program, tenant } from './loyalty-for-tests.ts';

const start = Date.UTC(2026, 0, 1, 12);
const day = 86_400_000;
const given = { expiry: { after: '30 days' }, warn: ['7 days'] };

const action = fc.record({
  action: fc.constantFrom('award', 'spend', 'adjust', 'return'),
  points: fc.integer({ min: 1, max: 40 }),
  /** Few, so that many are asked for again. */
  key: fc.integer({ min: 0, max: 25 }),
  /** The key of what is given back. */
  of: fc.integer({ min: 0, max: 25 }),
});

const lives = fc.array(
  fc.record({
    /** What is asked for at once, in turn. */
    acts: fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    writesLeft: fc.nat(40),
    days: fc.nat(20),
  }),
  { minLength: 1, maxLength: 5 },
);

type Told = { readonly key: string; readonly points: number };

/** What a customer may hold the shop to, on one page: points in, points out, and never more out than in. */
const expectBooks = (postings: readonly Posting[], told: ReadonlyMap<string, Told>): void => {
  const keys = postings.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  let balance = 0;
  for (const posting of postings.toSorted((a, b) => a.seq - b.seq)) {
    balance += posting.active;
    expect(balance).toBeGreaterThanOrEqual(0);
  }
  for (const { key, points } of told.values()) {
    expect(postings.find((posting) => posting.key === key)?.active).toBe(points);
  }
  const isFrom = (posting: Posting): boolean => posting.kind === 'return';
  for (const spent of postings.filter(({ kind }) => kind === 'spend')) {
    const back = postings.filter((posting) => isFrom(posting) && posting.ref === spent.key);
    expect(back.reduce((sum, { active }) => sum + active, 0)).toBeLessThanOrEqual(-spent.active);
  }
};

it('posts everything of a change or nothing, each key once, and never more than there is, wherever a process is killed and whoever asks at once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const { collections } = memoryStores();
      let now = start;
      const clock = () => now;
      const told = new Map<string, Told>();
      await createPointsWorld({ collections, now: clock, given }).person('ana');
      for (const { acts, writesLeft, days } of all) {
        const process = createPointsWorld({
          collections: mortal(collections, writesLeft),
          now: clock,
          given,
        });
        const other = createPointsWorld({ collections, now: clock, given });
        const give = async (one: (typeof acts)[number][number], index: number): Promise<void> => {
          const world = index % 2 === 0 ? process : other;
          const key = `k${one.key}`;
          const order = { tenant, program, profileId: 'ana', ...one, key, ref: `k${one.of}` };
          const { outcome } = await world.givePoints(order);
          if (outcome.kind === 'refused') return;
          const [posting] = outcome.postings;
          if (posting !== undefined) told.set(key, { key, points: posting.active });
        };
        for (const asked of acts) {
          const answers = await Promise.allSettled(asked.map(give));
          // Killed: the next process goes on with what there is.
          if (answers.some(({ status }) => status === 'rejected')) break;
        }
        now += days * day;
      }
      now += 60_000;
      const world = createPointsWorld({ collections, now: clock, given });
      await world.turnPoints.turn(tenant);
      const key = { tenant, program, profileId: 'ana' };
      const row = await world.stores.points.get(key);
      const postings = await world.stores.points.all(key);
      expectBooks(postings, told);
      expect(row?.tail ?? []).toEqual([]);
      if (row !== undefined) expect(row.state).toEqual(accountOf(postings));
      const profile = await world.stores.profiles.get({ tenant, profileId: 'ana' });
      expect(profile?.loyalty?.[program]?.points ?? 0).toBe(row?.state.balance ?? 0);
    }),
    { numRuns: Number(process.env['CICLO_POINTS_CASES'] ?? 40) },
  );
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

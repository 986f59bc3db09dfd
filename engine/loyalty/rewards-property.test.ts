import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { accountOf } from '../../domain/loyalty/account.ts';
import { someOffer } from '../../domain/offers/redemptions/offers-for-tests.ts';
import { mortal } from '../../test/store/mortal.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createPointsWorld, program, tenant } from './loyalty-for-tests.ts';

const start = Date.UTC(2026, 0, 1, 12);
const people = ['ana', 'eva'];
const stock = 3;
const coupons = 2;
const given = {
  rewards: [
    { key: 'mug', name: 'Mug', points: 30, gives: { product: 'mug' }, stock },
    { key: 'cup', name: 'Cup', points: 20, gives: { offer: 'cup' } },
    { key: 'pin', name: 'Pin', points: 5, gives: { product: 'pin' }, limit: { times: 1, per: 'ever' } },
  ],
};
const offers = [
  someOffer({ key: 'cup', code: { pattern: 'CUP-########' }, limits: { total: coupons, perPerson: 10 } }),
];

const act = fc.record({
  what: fc.constantFrom('redeem' as const, 'redeem' as const, 'cancel' as const),
  who: fc.constantFrom(...people),
  reward: fc.constantFrom('mug', 'cup', 'pin'),
  key: fc.nat(8),
});
const lives = fc.array(
  fc.record({
    acts: fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    writesLeft: fc.nat(60),
  }),
  { minLength: 1, maxLength: 4 },
);

type World = ReturnType<typeof createPointsWorld>;

const redemptionsOf = async (world: World) =>
  (
    await Promise.all(
      people.map((profileId) => world.stores.redemptions.of({ tenant, profileId, limit: 100 })),
    )
  ).flat();

/** The points each person has are those they were given less those of the rewards they have. */
const expectBooks = async (world: World): Promise<void> => {
  const all = await redemptionsOf(world);
  expect(all.every(({ state }) => state === 'fulfilled' || state === 'returned')).toBe(true);
  const had = all.filter(({ state }) => state === 'fulfilled');
  expect(had.filter(({ reward }) => reward === 'mug').length).toBeLessThanOrEqual(stock);
  const codes = had.flatMap(({ given: got }) => got?.code ?? []);
  expect(codes).toHaveLength(had.filter(({ reward }) => reward === 'cup').length);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.length).toBeLessThanOrEqual(coupons);
  for (const profileId of people) {
    const key = { tenant, program, profileId };
    const row = await world.stores.points.get(key);
    const postings = await world.stores.points.all(key);
    expect(row?.state).toEqual(accountOf(postings));
    const own = had.filter((one) => one.profileId === profileId);
    expect(own.filter(({ reward }) => reward === 'pin').length).toBeLessThanOrEqual(1);
    const cost = own.reduce((sum, { points }) => sum + points, 0);
    expect(row?.state.balance).toBe(100 - cost);
    const spent = postings.filter(({ kind }) => kind === 'spend').map(({ redemption }) => redemption);
    expect(spent.toSorted()).toEqual(
      all
        .filter((one) => one.profileId === profileId)
        .map(({ id }) => id)
        .toSorted(),
    );
  }
};

it('never takes points without giving the reward, or gives one without the points, wherever a process is killed and however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const { collections } = memoryStores();
      let now = start;
      const clock = () => now;
      const world = () => createPointsWorld({ collections, now: clock, given, offers });
      const first = world();
      for (const profileId of people) {
        await first.person(profileId);
        await first.givePoints({ tenant, program, profileId, action: 'award', points: 100, key: 'start' });
      }
      for (const { acts, writesLeft } of all) {
        const killed = createPointsWorld({
          collections: mortal(collections, writesLeft),
          now: clock,
          given,
          offers,
        });
        const other = world();
        const doOne = async (one: (typeof acts)[number][number], index: number): Promise<void> => {
          const process = index % 2 === 0 ? killed : other;
          const { what, who: profileId, reward, key } = one;
          if (what === 'redeem') {
            const name = `${reward}-${key}`;
            await process.redeemReward({ tenant, profileId, program, reward, key: name });
            return;
          }
          const found = (await redemptionsOf(other))[key];
          if (found !== undefined) await process.settleRedemption.cancel({ tenant, id: found.id });
        };
        for (const asked of acts) {
          const answers = await Promise.allSettled(asked.map(doOne));
          // Killed: the next process goes on with what there is.
          if (answers.some(({ status }) => status === 'rejected')) break;
        }
      }
      const last = world();
      for (let turns = 0; turns < 2; turns += 1) {
        now += 120_000;
        await last.turnPoints.turn(tenant);
        now += 120_000;
        await last.settleRedemption.turn(tenant);
      }
      await expectBooks(last);
    }),
    { numRuns: Number(process.env['CICLO_POINTS_CASES'] ?? 30) },
  );
});

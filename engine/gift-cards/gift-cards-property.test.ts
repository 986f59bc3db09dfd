import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { CardPosting } from '../../domain/gift-cards/card.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createStores } from '../../server/stores/stores.ts';
import { mortal } from '../../test/store/mortal.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createGiftCards } from './gift-cards.ts';

const tenant = 'shop';
const start = Date.UTC(2026, 0, 1, 12);
const day = 86_400_000;
const first = 100;

const act = fc.record({
  what: fc.constantFrom('redeem' as const, 'redeem' as const, 'rollback' as const),
  amount: fc.integer({ min: 1, max: 40 }),
  key: fc.nat(12),
  of: fc.nat(12),
});
const lives = fc.array(
  fc.record({
    acts: fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    writesLeft: fc.nat(30),
    days: fc.nat(30),
  }),
  { minLength: 1, maxLength: 5 },
);

const createWorld = (input: { collections: Collections; now: () => number }) => {
  const { collections, now } = input;
  const { giftCardStore } = createStores({ collections });
  const log = {
    warn: () => undefined,
    info: () => undefined,
    error: () => undefined,
    debug: () => undefined,
  };
  const giftCards = createGiftCards({
    giftCardStore,
    keyring: createKeyring({ secrets: ['a secret of these tests, long enough'] }),
    accept: async () => undefined,
    clock: { now, systemTime: now },
    log,
  });
  return { giftCards, giftCardStore };
};

/** The sum of a card is never below zero, each key counts once, and nothing gives back more than was taken. */
const expectBooks = (postings: readonly CardPosting[], told: ReadonlyMap<string, number>): number => {
  const keys = postings.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  let balance = 0;
  for (const { amount } of postings) {
    balance += amount;
    expect(balance).toBeGreaterThanOrEqual(0);
  }
  for (const [key, amount] of told) expect(postings.find((one) => one.key === key)?.amount).toBe(amount);
  for (const { key, amount } of postings.filter(({ kind }) => kind === 'redeem')) {
    const back = postings.filter(({ of }) => of === key).reduce((sum, one) => sum + one.amount, 0);
    expect(back).toBeLessThanOrEqual(-amount);
  }
  return balance;
};

it('holds that a balance is the sum of its postings and never below zero, and that nothing is redeemed twice, wherever a process is killed and however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const { collections } = memoryStores();
      let now = start;
      const clock = () => now;
      const told = new Map<string, number>();
      const world = createWorld({ collections, now: clock });
      const issue = { tenant, key: 'first', amount: first, currency: 'EUR', expiresAt: start + 60 * day };
      const { code, card } = await world.giftCards.issue(issue);
      expect(await world.giftCards.issue(issue)).toMatchObject({ kind: 'already', code });
      for (const { acts, writesLeft, days } of all) {
        const killed = createWorld({ collections: mortal(collections, writesLeft), now: clock });
        const doOne = async (one: (typeof acts)[number][number], index: number): Promise<void> => {
          const { giftCards } = index % 2 === 0 ? killed : world;
          const { amount } = one;
          const done =
            one.what === 'redeem'
              ? await giftCards.redeem({ tenant, code, amount, currency: 'EUR', key: `k${one.key}` })
              : await giftCards.rollback({
                  tenant,
                  code,
                  redemption: `k${one.of}`,
                  amount,
                  key: `b${one.key}`,
                });
          if (done.kind !== 'refused') told.set(done.posting.key, done.posting.amount);
        };
        for (const asked of acts) {
          const answers = await Promise.allSettled(asked.map(doOne));
          // Killed: the next process goes on with what there is.
          if (answers.some(({ status }) => status === 'rejected')) break;
        }
        now += days * day;
      }
      now += 120_000;
      await world.giftCards.turn(tenant);
      const postings = await world.giftCardStore.all({ ...card, limit: 1000 });
      const row = await world.giftCardStore.get(card);
      expect(row?.tail).toEqual([]);
      expect(row?.balance).toBe(expectBooks(postings, told));
      if (row?.expiresAt !== undefined && row.expiresAt <= now) expect(row.balance).toBe(0);
    }),
    { numRuns: Number(process.env['CICLO_POINTS_CASES'] ?? 40) },
  );
});

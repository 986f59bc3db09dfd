import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { creditProgram } from '../../domain/loyalty/store-credit.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import { mortal } from '../../test/store/mortal.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createPointsWorld, tenant } from './loyalty-for-tests.ts';
import { createChangeCredit } from './credit/change-credit.ts';

const start = Date.UTC(2026, 0, 1, 12);
const day = 86_400_000;
const currency = 'EUR';
const program = creditProgram(currency);

const act = fc.record({
  action: fc.constantFrom('issue', 'redeem', 'redeem', 'rollback'),
  amount: fc.integer({ min: 1, max: 40 }),
  /** Few, so that many are asked for again. */
  key: fc.nat(15),
  of: fc.nat(15),
  lasts: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
});
const lives = fc.array(
  fc.record({
    acts: fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    writesLeft: fc.nat(40),
    days: fc.nat(20),
  }),
  { minLength: 1, maxLength: 5 },
);

/** On one page: money in, money out, never more out than in, and nothing given back that was not taken. */
const expectBooks = (postings: readonly Posting[]): number => {
  expect(new Set(postings.map(({ key }) => key)).size).toBe(postings.length);
  let balance = 0;
  for (const { active } of postings.toSorted((a, b) => a.seq - b.seq)) {
    balance += active;
    expect(balance).toBeGreaterThanOrEqual(0);
  }
  for (const spent of postings.filter(({ kind }) => kind === 'spend')) {
    const back = postings.filter(({ kind, ref }) => kind === 'return' && ref === spent.key);
    expect(back.reduce((sum, { active }) => sum + active, 0)).toBeLessThanOrEqual(-spent.active);
  }
  return balance;
};

it('store credit is the sum of its postings and never below zero, and what the shop owes as of any day is what the ledger had then, wherever a process is killed and however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const { collections } = memoryStores();
      let now = start;
      const clock = () => now;
      const world = createPointsWorld({ collections, now: clock });
      const days: number[] = [];
      for (const id of ['ana', 'ben']) await world.person(id);
      for (const { acts, writesLeft, days: passed } of all) {
        const killed = createPointsWorld({ collections: mortal(collections, writesLeft), now: clock });
        const doOne = (one: (typeof acts)[number][number], index: number) =>
          createChangeCredit(index % 2 === 0 ? killed : world)({
            tenant,
            profileId: one.key % 3 === 0 ? 'ben' : 'ana',
            currency,
            action: one.action,
            amount: one.amount,
            key: `k${one.key}`,
            redemption: `k${one.of}`,
            expiresAt: one.lasts === undefined ? undefined : now + one.lasts * day,
          });
        for (const asked of acts) {
          const answers = await Promise.allSettled(asked.map(doOne));
          if (answers.some(({ status }) => status === 'rejected')) break;
        }
        days.push(now);
        now += passed * day + 1;
      }
      now += 120_000;
      while ((await world.turnPoints.turn(tenant)) === 'more');
      const { points, ledgerSums } = world.stores;
      const books = await Promise.all(
        ['ana', 'ben'].map(async (profileId) => ({
          row: await points.get({ tenant, profileId, program }),
          postings: await points.all({ tenant, profileId, program }),
        })),
      );
      for (const { row, postings } of books) expect(row?.state.balance ?? 0).toBe(expectBooks(postings));
      for (const at of [...days, now]) {
        const [sums] = await ledgerSums.sums({ tenant, before: at + 1 });
        const had = books.flatMap(({ postings }) => postings).filter((one) => one.at <= at);
        expect(sums?.balance ?? 0).toBe(had.reduce((sum, { active }) => sum + active, 0));
      }
    }),
    { numRuns: Number(process.env['CICLO_POINTS_CASES'] ?? 30) },
  );
});

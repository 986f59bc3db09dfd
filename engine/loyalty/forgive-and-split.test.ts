import { expect, it } from 'vitest';

import { accountOf, applyPosting, emptyAccount, owedOf } from '../../domain/loyalty/account.ts';
import { planOrder } from '../../domain/loyalty/plan/plan-order.ts';
import { type NewPosting, planEarning, planSpending } from '../../domain/loyalty/plan/plan.ts';
import { memoryStores } from '../records/records-for-tests.ts';
import { createPointsWorld, program, tenant } from './loyalty-for-tests.ts';

const now = Date.UTC(2026, 0, 1, 12);

it.each([
  [false, { balance: 0, owed: 0 }],
  [true, { balance: -80, owed: 80 }],
])(
  'takes back what is left of a refunded order, and owes the rest only where the programme says so (%s)',
  (mayOwe, expected) => {
    const rules = { expiry: undefined, zone: 'UTC', now };
    const rate = { parts: 10_000, per: 1 };
    let state = emptyAccount;
    const add = (posting: NewPosting | undefined): void => {
      if (posting !== undefined) state = applyPosting(state, { ...posting, seq: 0 });
    };
    const earned = planEarning({
      about: { key: 'order:1:buy', ref: 'order:1', rule: 'buy', base: 100, rate, counts: 100 },
      points: 100,
      rules,
    });
    add(earned);
    add(planSpending({ state, about: { key: 'spend' }, points: 80, now }));
    const refunded = planOrder({
      state,
      rules,
      orderId: '1',
      cause: 'refund',
      posted: [{ ...earned, seq: 0 }],
      earnings: [{ rule: 'buy', base: 0, rate, availableAt: undefined }],
      rounding: 'down',
      mayOwe,
      mayEarn: false,
    });
    for (const posting of refunded) add(posting);
    expect({ balance: state.balance, owed: Math.max(0, -state.balance, owedOf(state)) }).toEqual(expected);
  },
);

it('gives each of two people their points back when a merge is undone, and none twice', async () => {
  const { collections } = memoryStores();
  const world = createPointsWorld({ collections, now: () => now });
  await world.person('ana');
  await world.person('eva');
  const give = (profileId: string, points: number, key: string) =>
    world.givePoints({ tenant, program, profileId, action: 'award', points, key });
  await give('ana', 50, 'a');
  await give('eva', 30, 'b');
  const { people, points, profiles } = world.stores;
  const eva = await profiles.get({ tenant, profileId: 'eva' });
  if (eva === undefined) throw new Error('nobody');
  const { rev, ...rest } = eva;
  await profiles.replace({ profile: { ...rest, ids: [], mergedInto: 'ana' }, rev });
  await people.merge({ tenant, from: 'eva', to: 'ana' });
  expect((await give('ana', 5, 'c')).account.state.balance).toBe(85);
  const merged = await profiles.get({ tenant, profileId: 'eva' });
  if (merged === undefined) throw new Error('nobody');
  const { rev: now2, mergedInto: _into, ...alone } = merged;
  expect(await profiles.replace({ profile: { ...alone, ids: [] }, rev: now2 })).toBe('replaced');
  const split = { tenant, from: 'ana', to: 'eva', family: ['eva'] };
  await people.split(split);
  await people.split(split);
  expect((await give('eva', 1, 'd')).account.state.balance).toBe(31);
  expect((await give('ana', 1, 'e')).account.state.balance).toBe(56);
  for (const profileId of ['ana', 'eva']) {
    const key = { tenant, program, profileId };
    expect((await points.get(key))?.state).toEqual(accountOf(await points.all(key)));
  }
});

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';

type Store = Awaited<ReturnType<typeof openTestStore>>;

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const at = 1_000_000;

it('sums a ledger as it stood before an instant, and one who owes takes nothing off what others have', async () => {
  const { tenant } = store;
  const { points, ledgerSums } = store.stores;
  const post = (profileId: string, postings: readonly (readonly [string, number, number])[]) =>
    points.append({
      tenant,
      profileId,
      program: 'club',
      postings: postings.map(([key, active, after], index) => ({
        key: `${profileId}-${index}`,
        kind: key === 'expire' ? 'expire' : key === 'spend' ? 'spend' : key === 'return' ? 'return' : 'earn',
        at: at + after,
        seq: index,
        active,
        pending: key === 'pending' ? 7 : 0,
      })),
    });
  expect(await ledgerSums.sums({ tenant, before: at })).toEqual([]);
  await post('ana', [
    ['earn', 100, 0],
    ['spend', -40, 1],
    ['return', 10, 2],
    ['expire', -30, 3],
    ['pending', 0, 4],
    ['earn', 500, 10],
  ]);
  await post('ben', [['spend', -5, 0]]);
  expect(await ledgerSums.sums({ tenant, before: at + 10 })).toEqual([
    { program: 'club', balance: 40, owed: 5, pending: 7, spent: 35, expired: 30 },
  ]);
});

it('says what was open on gift cards before an instant, by currency', async () => {
  const { tenant } = store;
  const { giftCardStore } = store.stores;
  expect(await giftCardStore.openBefore({ tenant, before: at })).toEqual([]);
  const card = async (id: string, currency: string, amounts: readonly number[]): Promise<void> => {
    const balance = amounts.reduce((sum, amount) => sum + amount, 0);
    await giftCardStore.add({ tenant, id, ends: id, balance, currency, issuedAt: at, rev: 1, tail: [] });
    const postings = amounts.map((amount, index) => ({
      key: `${id}-${index}`,
      kind: amount > 0 ? ('issue' as const) : ('redeem' as const),
      at: at + index,
      seq: index,
      amount,
    }));
    await giftCardStore.append({ tenant, id, postings });
  };
  await card('one', 'EUR', [500, -200]);
  await card('two', 'EUR', [100, -100]);
  await card('three', 'JPY', [900]);
  expect(await giftCardStore.openBefore({ tenant, before: at + 1 })).toEqual([
    { currency: 'EUR', cards: 2, balance: 600 },
    { currency: 'JPY', cards: 1, balance: 900 },
  ]);
  expect(await giftCardStore.openBefore({ tenant, before: at + 2 })).toEqual([
    { currency: 'EUR', cards: 1, balance: 300 },
    { currency: 'JPY', cards: 1, balance: 900 },
  ]);
});

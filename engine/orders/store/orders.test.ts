import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { mergeOrder, type Order, type Stamp } from '../../../domain/orders/orders.ts';
import { openTestStore } from '../../../test/store/open-store.ts';
import { noon } from '../../../test/store/samples.ts';

const stamp = (given: { at: number; rank?: 0 | 1; by: string }): Stamp => ({
  at: given.at,
  rank: given.rank ?? 0,
  by: given.by,
});

describe('the store of orders', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const changes: readonly Omit<Order, 'orderId'>[] = [
    {
      placedAt: noon,
      money: { ...stamp({ at: noon, by: 'e' }), currency: 'EUR', revenue: 4000, discount: 0 },
      goods: { ...stamp({ at: noon, by: 'e' }), lines: [{ quantity: 1, sku: 'S' }] },
      coupons: ['TEN'],
    },
    { money: { ...stamp({ at: noon, rank: 1, by: 'b' }), currency: 'EUR', revenue: 9000, discount: 1 } },
    { money: { ...stamp({ at: noon, rank: 1, by: 'c' }), currency: 'EUR', revenue: 100, discount: 2 } },
    { goods: { ...stamp({ at: noon + 9, by: 'a' }), lines: [{ quantity: 3, sku: 'S' }] } },
    { goods: { ...stamp({ at: noon + 8, rank: 1, by: 'z' }), lines: [] } },
    { refunds: { 'r 1': { total: 5 } } },
    { refunds: { r2: null } },
    { cancelledAt: noon + 5 },
    { deliveredAt: noon + 7 },
  ];

  it('comes to the same order in whatever order the changes arrive, repeats included', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    let count = 0;
    const expected = changes.reduce<Order>(
      (order, change) => mergeOrder(order, { ...change, orderId: 'o' }),
      {
        orderId: 'o',
      },
    );
    const arrivals = fc.shuffledSubarray([...changes, ...changes], { minLength: 18 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (arrived) => {
        count += 1;
        const orderId = `o-${count}`;
        for (const change of arrived)
          await orders.change({ tenant, profileId: 'p', order: { ...change, orderId } });
        expect(await orders.get({ tenant, orderId })).toEqual({
          ...expected,
          orderId,
          profileId: 'p',
          isClaimed: true,
        });
      }),
      { numRuns: 15 },
    );
  });

  it('loses none of the changes that come at once to an order nobody has seen', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        orders.change({
          tenant,
          profileId: 'p',
          order: { orderId: 'at-once', refunds: { [`r${n}`]: { total: n } } },
        }),
      ),
    );
    expect(Object.keys((await orders.get({ tenant, orderId: 'at-once' }))?.refunds ?? {})).toHaveLength(40);
  });

  it('gives an order to whom its first purchase names, and no other event moves it', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    const change = (profileId: string, change: Omit<Order, 'orderId'>) =>
      orders.change({ tenant, profileId, order: { orderId: 'whose', ...change } });
    const owner = async () => (await orders.get({ tenant, orderId: 'whose' }))?.profileId;
    await change('carrier', { deliveredAt: noon });
    expect(await owner()).toBe('carrier');
    await Promise.all([change('ana', { placedAt: noon }), change('desk', { cancelledAt: noon })]);
    expect(await owner()).toBe('ana');
    await change('thief', { placedAt: noon + 1 });
    expect(await owner()).toBe('ana');
  });

  it('lists the orders of a person, and gives them to another on a merge', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    for (const orderId of ['m-1', 'm-2'])
      await orders.change({ tenant, profileId: 'from', order: { orderId, deliveredAt: 5 } });
    await store.stores.people.merge({ tenant, from: 'from', to: 'to' });
    expect(await orders.of({ tenant, profileId: 'from' })).toEqual([]);
    const found = await orders.of({ tenant, profileId: 'to' });
    expect(found.map((order) => order.orderId).toSorted()).toEqual(['m-1', 'm-2']);
    expect(await orders.of({ tenant: 'other', profileId: 'to' })).toEqual([]);
  });

  it('keep at most 200 refunds, the first ones, as they are joined in memory', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    const orderId = 'o-much-refunded';
    const told = Array.from({ length: 205 }, (_, n) => ({ orderId, refunds: { [`r${n}`]: { total: n } } }));
    for (const order of told) await orders.change({ tenant, profileId: 'p', order });
    const again = { orderId, refunds: { r0: { total: 7 }, r999: { total: 1 } } };
    await orders.change({ tenant, profileId: 'p', order: again });
    const kept = (await orders.get({ tenant, orderId }))?.refunds ?? {};
    expect(Object.keys(kept)).toHaveLength(200);
    expect(kept).toMatchObject({ r0: { total: 7 }, r199: { total: 199 } });
    const joined = [...told, again].reduce<Order>(mergeOrder, { orderId });
    expect(joined.refunds).toEqual(kept);
  });
});

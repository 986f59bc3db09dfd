import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { mergeOrder, type Order } from '../domain/profiles/orders.ts';
import { openTestStore } from './testing/open-store.ts';
import { noon } from './testing/samples.ts';

describe('the store of orders', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const changes: readonly Omit<Order, 'orderId'>[] = [
    {
      placedAt: noon,
      currency: 'EUR',
      revenue: 4000,
      discount: 0,
      lines: [{ quantity: 1, sku: 'S' }],
      coupons: ['TEN'],
    },
    { refunds: { 'r 1': 500 } },
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
    const arrivals = fc.shuffledSubarray([...changes, ...changes], { minLength: 10 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (arrived) => {
        count += 1;
        const orderId = `o-${count}`;
        for (const change of arrived)
          await orders.change({ tenant, profileId: 'p', order: { ...change, orderId } });
        expect(await orders.get({ tenant, orderId })).toEqual({ ...expected, orderId, profileId: 'p' });
      }),
      { numRuns: 15 },
    );
  });

  it('loses none of the changes that come at once to an order nobody has seen', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        orders.change({ tenant, profileId: 'p', order: { orderId: 'at-once', refunds: { [`r${n}`]: n } } }),
      ),
    );
    expect(Object.keys((await orders.get({ tenant, orderId: 'at-once' }))?.refunds ?? {})).toHaveLength(40);
  });

  it('lists the orders of a person, and gives them to another on a merge', async () => {
    const { orders } = store.stores;
    const { tenant } = store;
    for (const orderId of ['m-1', 'm-2'])
      await orders.change({ tenant, profileId: 'from', order: { orderId, revenue: 5 } });
    await orders.reassign({ tenant, from: 'from', to: 'to' });
    expect(await orders.of({ tenant, profileId: 'from' })).toEqual([]);
    const found = await orders.of({ tenant, profileId: 'to' });
    expect(found.map((order) => order.orderId).toSorted()).toEqual(['m-1', 'm-2']);
    expect(await orders.of({ tenant: 'other', profileId: 'to' })).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createStores } from '../../server/stores/stores.ts';
import { mortal } from '../../test/store/mortal.ts';
import type { Accept } from '../events/accept.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import { createWorld, make, memoryStores, start } from '../records/records-for-tests.ts';
import { shipped } from '../sales/sales-for-tests.ts';
import { createFollowReturn } from './follow-return.ts';

const tenant = 'shop';
const euro = (minor: number) => ({ minor, currency: 'EUR' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

type Collections = ReturnType<typeof memoryStores>['collections'];

/** Records over collections, with what follows returns; `told` gets the ids of the events. */
const createReturns = (collections: Collections, told: string[]) => {
  const stores = createStores({ collections });
  const accept: Accept = async ({ events }) => {
    told.push(...events.map(({ messageId }) => messageId));
    return { duplicates: new Set() };
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const { records, orders } = stores;
  const followRecord: FollowRecord = createFollowReturn({ records, orders, accept, log });
  return { ...createWorld({ stores, tenant, objects: shipped, followRecord }), stores };
};

it.each(Array.from({ length: 8 }, (_, writesLeft) => writesLeft))(
  'a refunded return tells of one refund, also when the process is killed after %d writes',
  async (writesLeft) => {
    const { collections } = memoryStores();
    const told: string[] = [];
    const world = createReturns(collections, told);
    const order = { orderId: '1001', placedAt: start };
    await world.stores.orders.change({ tenant, profileId: 'ana', order });
    await make(world, 'return', 'r1', { number: 'R-1', order: '1001', receivedOn: '2026-06-01' });
    const named = world.named('return', 'r1');
    for (const stage of ['approved', 'received']) {
      await world.changeRecords.change({ ...named, change: { stage } });
    }
    expect(told).toEqual([]);
    const killed = createReturns(mortal(collections, writesLeft), told);
    const refund = { ...named, change: { stage: 'refunded', set: { refunded: euro(500) } } };
    await killed.changeRecords.change(refund).catch(() => undefined);
    vi.setSystemTime(Date.now() + 60_000);
    while (await world.tellRecords.sweep());

    const isRefunded = (await world.records.get({ tenant, id: 'r1' }))?.stage === 'refunded';
    expect(isRefunded).toBe(writesLeft > 0);
    expect(new Set(told).size).toBe(isRefunded ? 1 : 0);
  },
);

it('the past tells of no refund: a return that comes by an import', async () => {
  const { collections } = memoryStores();
  const told: string[] = [];
  const world = createReturns(collections, told);
  await world.stores.orders.change({ tenant, profileId: 'ana', order: { orderId: '1001' } });
  const data = { number: 'R-1', order: '1001', receivedOn: '2026-06-01', refunded: euro(500) };
  const named = { ...world.named('return', 'r1'), isQuiet: true };
  await world.changeRecords.create({ ...named, given: { data } });
  for (const stage of ['approved', 'received', 'refunded']) {
    await world.changeRecords.change({ ...named, change: { stage } });
  }
  expect((await world.records.get({ tenant, id: 'r1' }))?.stage).toBe('refunded');
  expect(told).toEqual([]);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { mortal } from '../../test/store/mortal.ts';
import { make, memoryStores, recordOf, start } from '../records/records-for-tests.ts';
import { createSalesWorld } from './sales-for-tests.ts';

const tenant = 'shop';
const euro = (minor: number) => ({ minor, currency: 'EUR' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

it.each(Array.from({ length: 12 }, (_, writesLeft) => writesLeft))(
  'an accepted quote wins its deal, also when the process that accepted it is killed after %d writes',
  async (writesLeft) => {
    const { collections } = memoryStores();
    const world = createSalesWorld({ collections, tenant });
    await make(world, 'deal', 'd1', { name: 'Roof' });
    const lines = [{ quantity: 1, price: euro(5000), taxPercent: 21 }];
    await make(world, 'quote', 'q1', { number: 'Q-1', deal: 'd1', validUntil: '2026-07-01', lines });
    const quote = world.named('quote', 'q1');
    recordOf(await world.changeRecords.change({ ...quote, change: { stage: 'sent' } }));

    const killed = createSalesWorld({ collections: mortal(collections, writesLeft), tenant });
    await killed.changeRecords.change({ ...quote, change: { stage: 'accepted' } }).catch(() => undefined);
    vi.setSystemTime(Date.now() + 60_000);
    while (await world.tellRecords.sweep());

    const isAccepted = (await world.records.get({ tenant, id: 'q1' }))?.stage === 'accepted';
    expect(isAccepted).toBe(writesLeft > 0);
    const deal = await world.records.get({ tenant, id: 'd1' });
    expect(deal).toMatchObject(
      isAccepted
        ? { stage: 'won', data: { amount: euro(6050) }, revision: 2 }
        : { stage: 'open', revision: 1 },
    );
  },
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { key, openFilledStore } from '../../test/store/filled-store.ts';
import { createCountedJourneys } from './counted-journeys.ts';

describe('journeys with their counts', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  beforeAll(async () => {
    store = await openFilledStore();
  });
  afterAll(() => store.close());

  /** The journeys over stores; with `many`, journeys say that so many more have entered. */
  const setUp = (many = 0) => {
    const { stores, tenant } = store;
    const { journeyReads, funnelReads } = stores;
    const shop = { time: 0, counted: 0 };
    const counted = createCountedJourneys({
      journeyReads: {
        ...journeyReads,
        runCounts: async (asked) => {
          shop.counted += 1;
          const counts = await journeyReads.runCounts(asked);
          return counts.map((row) => ({ ...row, entered: row.entered + many }));
        },
      },
      funnelReads: {
        funnel: async (asked) => {
          shop.counted += 1;
          const counts = await funnelReads.funnel(asked);
          return { ...counts, entered: counts.entered + many };
        },
      },
      clock: { now: () => 5000 + shop.time, systemTime: () => shop.time },
    });
    return { tenant, counted, shop };
  };

  it('are counted at every call where few entered', async () => {
    const { tenant, counted, shop } = setUp();
    expect(await counted.list({ tenant })).toMatchObject({ countedAt: 5000, value: [{ key, entered: 4 }] });
    expect(await counted.one({ tenant, key })).toMatchObject({ value: { key, entered: 4, active: 2 } });
    expect(await counted.funnel({ tenant, key })).toMatchObject({ value: { entered: 4, people: 3 } });
    shop.time = 1;
    expect((await counted.funnel({ tenant, key })).countedAt).toBe(5001);
    expect(shop.counted).toBe(4);
    expect((await counted.one({ tenant, key: 'none' })).value).toBeUndefined();
  });

  it('have the counts of a short while ago where very many did, of each version and period apart', async () => {
    const { tenant, counted, shop } = setUp(500_000);
    await counted.list({ tenant });
    await counted.funnel({ tenant, key });
    shop.time = 30_000;
    expect((await counted.list({ tenant })).countedAt).toBe(5000);
    expect((await counted.funnel({ tenant, key })).countedAt).toBe(5000);
    expect(shop.counted).toBe(2);
    expect((await counted.funnel({ tenant, key, version: 2 })).countedAt).toBe(35_000);
    expect((await counted.funnel({ tenant, key, from: 1 })).countedAt).toBe(35_000);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openFilledStore } from '../../test/store/filled-store.ts';
import { createSegmentSizes } from './segment-sizes.ts';

describe('the sizes of segments', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  beforeAll(async () => {
    store = await openFilledStore();
  });
  afterAll(() => store.close());

  /** The sizes as the engine makes them, which note what they count; `many` stands for how many people are in each. */
  const setUp = async (many?: number) => {
    const { stores, tenant } = store;
    const published = await stores.workspaces.load(tenant);
    if (published === undefined) throw new Error('Nothing is published.');
    const counted: string[] = [];
    const shop = { time: 0 };
    const sizes = createSegmentSizes({
      live: { of: async () => ({ published }) },
      workspaces: stores.workspaces,
      audience: {
        count: async (asked) => {
          counted.push(asked.segment);
          return many ?? stores.audience.count(asked);
        },
      },
      clock: { now: () => 5000 + shop.time, systemTime: () => shop.time },
    });
    return { tenant, sizes, counted, shop };
  };

  it('are those of now, each counted once, and of one segment by a count of that one', async () => {
    const { tenant, sizes, counted } = await setUp();
    expect(await sizes.list({ tenant })).toEqual({
      countedAt: 5000,
      value: [
        { key: 'vip', name: 'VIP', kind: 'list', members: 2 },
        { key: 'none', name: 'Nobody', kind: 'list', members: 0 },
      ],
    });
    expect(counted).toEqual(['vip', 'none']);
    counted.length = 0;
    expect((await sizes.one({ tenant, key: 'vip' }))?.value.members).toBe(2);
    expect(counted).toEqual(['vip']);
    expect(await sizes.one({ tenant, key: 'unknown' })).toBeUndefined();
  });

  it('are kept with their time while there are very many members, and counted at every call otherwise', async () => {
    const large = await setUp(1_000_000);
    await large.sizes.list(large);
    large.shop.time = 1000;
    expect((await large.sizes.list(large)).countedAt).toBe(5000);
    expect(large.counted).toHaveLength(2);
    const small = await setUp(50_000);
    await small.sizes.list(small);
    small.shop.time = 1000;
    expect((await small.sizes.list(small)).countedAt).toBe(6000);
    expect(small.counted).toHaveLength(4);
  });
});

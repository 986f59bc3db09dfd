import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { key, openFilledStore } from '../../../test/store/filled-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('journeys for people to look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('shows journeys with how many took part, are in, and converted; who was held out took no part', async () => {
    const { journeyReads } = store.stores;
    const counts = await journeyReads.runCounts({ tenant });
    expect(await journeyReads.journeys({ tenant, counts })).toEqual([
      expect.objectContaining({
        key,
        name: 'Win back',
        version: 2,
        mode: 'live',
        entered: 4,
        active: 2,
        converted: 1,
      }),
    ]);
    const own = await journeyReads.runCounts({ tenant, key });
    expect(await journeyReads.journey({ tenant, key, counts: own })).toMatchObject({
      entered: 4,
      versions: [
        { version: 2, publishedAt: noon + 2, active: 1 },
        { version: 1, publishedAt: noon + 1, active: 1 },
      ],
    });
    expect(await journeyReads.journey({ tenant, key: 'none', counts })).toBeUndefined();
    expect((await journeyReads.definition({ tenant, key, version: 1 }))?.key).toBe(key);
    expect(await journeyReads.runCounts({ tenant: 'nobody' })).toEqual([]);
    expect(await journeyReads.journeys({ tenant: 'nobody', counts })).toEqual([]);
  });

  it('names the published journeys that send a message', async () => {
    expect(await store.stores.journeyReads.senders({ tenant, message: 'none' })).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openFilledStore, pages } from '../../../test/store/filled-store.ts';

describe('events for people to look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('lists events newest first, whatever became of them, and those of one state or person', async () => {
    const list = async (filter: object) => {
      const rows = await pages({
        list: (page) => store.stores.eventReads.events({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.receivedAt, n: 0, id: row.messageId }),
      });
      return rows.map((row) => row.messageId);
    };
    expect(await list({})).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0']);
    expect(await list({ state: 'dead' })).toEqual(['e1']);
    expect(await list({ state: 'quarantined' })).toEqual(['e5']);
    expect(await list({ state: 'pending' })).toEqual(['e4', 'e3', 'e0']);
    expect(await list({ state: 'done' })).toEqual(['e2']);
    expect(await list({ profileId: 'p-1' })).toEqual(['e4', 'e3', 'e2']);
    expect(await list({ name: 'A' })).toEqual(['e5', 'e3', 'e1']);
  });
});

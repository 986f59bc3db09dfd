import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ids, key, openFilledStore, pages } from '../../../test/store/filled-store.ts';

describe('messages for people to look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('lists messages by person, run, journey or all, without what only the provider knows', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => store.stores.messageReads.messages({ tenant, ...page, ...filter }),
        at: (row) => ({ at: row.plannedAt, n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
    expect(ids(await list({ profileId: 'p-2' }))).toEqual(['m4', 'm3']);
    expect(ids(await list({ run: 'r1', status: 'sending' }))).toEqual(['m2', 'm1']);
    expect(ids(await list({ profileId: 'p-1', runs: ['r1', 'none'] }))).toEqual(['m2', 'm1', 'm0']);
    expect(ids(await list({ journey: key, channel: 'sms' }))).toEqual([]);
    const [accepted] = await list({ status: 'accepted' });
    expect(accepted).toMatchObject({ id: 'm0' });
    expect(accepted).not.toHaveProperty('providerId');
  });
});

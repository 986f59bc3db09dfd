import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ids, openFilledStore, pages } from '../../../test/store/filled-store.ts';

describe('people to look at', () => {
  let store: Awaited<ReturnType<typeof openFilledStore>>;
  let tenant: string;
  beforeAll(async () => {
    store = await openFilledStore();
    ({ tenant } = store);
  });
  afterAll(() => store.close());

  it('finds a person by id, by the id of one merged into them, and by identity', async () => {
    expect((await store.stores.peopleReads.profile({ tenant, id: 'p-old' }))?.id).toBe('p-1');
    expect((await store.stores.peopleReads.profileWith({ tenant, identity: 'email:p2@shop.test' }))?.id).toBe(
      'p-2',
    );
    expect(
      await store.stores.peopleReads.profileWith({ tenant: 'nobody', identity: 'email:p2@shop.test' }),
    ).toBeUndefined();
    expect(await store.stores.peopleReads.profile({ tenant, id: 'none' })).toBeUndefined();
    expect(await store.stores.peopleReads.profile({ tenant, id: 'p-2' })).not.toHaveProperty('rev');
    expect(await store.stores.peopleReads.referral('REF-p-2')).toEqual({ tenant, code: 'REF-p-2' });
    expect(await store.stores.peopleReads.referral('none')).toBeUndefined();
  });

  it('lists people newest first, without those merged away, by segment and stage', async () => {
    const list = (filter: object) =>
      pages({
        list: (page) => store.stores.peopleReads.profiles({ tenant, ...page, ...filter }),
        at: (row) => ({ at: Date.parse(row.createdAt), n: 0, id: row.id }),
      });
    expect(ids(await list({}))).toEqual(['p-5', 'p-4', 'p-3', 'p-2', 'p-1']);
    expect(ids(await list({ segment: 'vip' }))).toEqual(['p-2', 'p-1']);
    expect(ids(await list({ stage: 'customer' }))).toEqual(['p-1']);
  });
});

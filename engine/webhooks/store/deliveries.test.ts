import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { pages } from '../../../test/store/filled-store.ts';
import { noon } from '../../../test/store/samples.ts';

describe('the store of raw deliveries', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const delivery = (id: string) => ({
    id,
    tenant: store.tenant,
    instance: 'shop',
    webhook: 'orders',
    dedupeKey: id,
    request: {
      method: 'POST',
      path: '/webhooks/t/shop',
      query: {},
      headers: { 'x-signature': 's', 'content.type': 'json' },
      rawBody: new Uint8Array([0, 255, 10, 128]),
    },
    receivedAt: noon,
  });
  const insert = (id: string, due = noon) =>
    store.stores.deliveryStore.insert({ delivery: delivery(id), due });
  const at = (id: string) => ({ tenant: store.tenant, id });

  it('stores a delivery once, byte for byte, however often it is redelivered', async () => {
    const told = await Promise.all(Array.from({ length: 10 }, () => insert('once', noon + 1e6)));
    expect(told.filter((one) => one === 'stored')).toHaveLength(1);
    const row = await store.stores.deliveryStore.get(at('once'));
    expect(row).toMatchObject({
      ...delivery('once'),
      request: expect.anything(),
      state: 'pending',
      attempts: 0,
    });
    expect(row?.request.headers).toEqual(delivery('once').request.headers);
    expect(Buffer.from(row?.request.rawBody ?? []).toString('hex')).toBe('00ff0a80');
  });

  it('hands a due delivery to one sweeper, again when its lease is over, and no more when it is done', async () => {
    const { deliveryStore: deliveries } = store.stores;
    await insert('due', noon);
    const take = (systemTime: number) =>
      deliveries.takeDue({ systemTime, lease: systemTime + 100, limit: 10 });
    const taken = await Promise.all([take(noon), take(noon), take(noon)]);
    expect(taken.flat().map((row) => row.id)).toEqual(['due']);
    expect(await take(noon + 99)).toEqual([]);
    expect(await take(noon + 100)).toHaveLength(1);
    await deliveries.finish(at('due'));
    expect(await take(noon + 999)).toEqual([]);
    expect(await deliveries.get(at('due'))).toMatchObject({ state: 'done' });
    await deliveries.fail({ ...at('due'), error: 'late', due: noon });
    expect(await deliveries.get(at('due'))).toMatchObject({ state: 'done', attempts: 0 });
  });

  it('counts failed attempts and gives a delivery up for good', async () => {
    const { deliveryStore: deliveries } = store.stores;
    await insert('fails', noon + 1e6);
    await deliveries.fail({ ...at('fails'), error: 'no luck', due: noon + 2e6 });
    expect(await deliveries.get(at('fails'))).toMatchObject({
      attempts: 1,
      due: noon + 2e6,
      error: 'no luck',
    });
    await deliveries.fail({ ...at('fails'), error: 'never', due: undefined });
    const row = await deliveries.get(at('fails'));
    expect(row).toMatchObject({ state: 'dead', attempts: 2 });
    expect(row).not.toHaveProperty('due');
  });

  describe('what could not be read', () => {
    const list = async (state?: 'pending' | 'failing' | 'done' | 'dead') => {
      const rows = await pages({
        list: (page) =>
          store.stores.deliveryReads.list({
            tenant: store.tenant,
            instance: 'stuck',
            ...(state === undefined ? {} : { state }),
            ...page,
          }),
        at: (row) => ({ at: row.receivedAt, n: 0, id: row.id }),
      });
      return rows.map((row) => row.id);
    };
    const counted = async () =>
      Object.fromEntries(
        (await store.stores.countStuck({ tenant: store.tenant, limit: 100, overdueBefore: 0 }))
          .filter(({ what }) => what === 'deliveries')
          .map(({ state, count }) => [state, count]),
      );
    const requeueAll = (state: 'failing' | 'dead', limit: number, topic?: string) =>
      store.stores.deliveryStore.requeueAll({
        tenant: store.tenant,
        state,
        instance: 'stuck',
        limit,
        due: noon,
        ...(topic === undefined ? {} : { topic }),
      });

    beforeAll(async () => {
      const { deliveryStore: deliveries } = store.stores;
      for (const id of ['s1', 's2', 's3', 's4', 's5']) {
        const one = { ...delivery(id), instance: 'stuck', ...(id === 's3' ? { topic: 'orders' } : {}) };
        await deliveries.insert({ delivery: one, due: noon + 1e9 });
      }
      await deliveries.finish(at('s1'));
      await deliveries.fail({ ...at('s2'), error: 'not yet', due: noon + 2e9 });
      for (const id of ['s3', 's4']) await deliveries.fail({ ...at(id), error: 'never', due: undefined });
    });

    it('is listed by its state, newest first, page by page, without what it says', async () => {
      expect(await list()).toEqual(['s5', 's4', 's3', 's2', 's1']);
      expect(await list('pending')).toEqual(['s5']);
      expect(await list('failing')).toEqual(['s2']);
      expect(await list('dead')).toEqual(['s4', 's3']);
      expect(await list('done')).toEqual(['s1']);
      const [row] = await store.stores.deliveryReads.list({
        tenant: store.tenant,
        state: 'failing',
        limit: 1,
      });
      expect(row).toMatchObject({ attempts: 1, error: 'not yet', nextTryAt: noon + 2e9 });
      expect(row).not.toHaveProperty('request');
      expect(await store.stores.deliveryReads.list({ tenant: 'nobody', limit: 5 })).toEqual([]);
    });

    it('is shown with its bytes, and to its own tenant only', async () => {
      const found = await store.stores.deliveryReads.get(at('s4'));
      expect(Buffer.from(found?.request.body ?? []).toString('hex')).toBe('00ff0a80');
      expect(found).not.toHaveProperty('request.headers');
      expect(await store.stores.deliveryReads.get({ tenant: 'nobody', id: 's4' })).toBeUndefined();
    });

    it('is counted, and read again with all its attempts, one by one or all of a kind', async () => {
      const { deliveryStore: deliveries } = store.stores;
      const dead = (await counted())['dead'] ?? 0;
      expect(await deliveries.requeue({ ...at('s1'), due: noon })).toBe('not-stuck');
      expect(await deliveries.requeue({ ...at('none'), due: noon })).toBe('not-found');
      expect(await deliveries.requeue({ ...at('s2'), due: noon + 5 })).toBe('requeued');
      const row = await deliveries.get(at('s2'));
      expect(row).toMatchObject({ state: 'pending', attempts: 0, due: noon + 5 });
      expect(row).not.toHaveProperty('error');
      expect(await requeueAll('dead', 10, 'orders')).toBe(1);
      expect(await requeueAll('dead', 1)).toBe(1);
      expect(await requeueAll('dead', 1)).toBe(0);
      expect((await counted())['dead']).toBe(dead - 2);
    });
  });
});

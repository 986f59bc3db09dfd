import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from './testing/open-store.ts';
import { noon } from './testing/samples.ts';

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
  const insert = (id: string, due = noon) => store.stores.deliveries.insert({ delivery: delivery(id), due });
  const at = (id: string) => ({ tenant: store.tenant, id });

  it('stores a delivery once, byte for byte, however often it is redelivered', async () => {
    const told = await Promise.all(Array.from({ length: 10 }, () => insert('once', noon + 1e6)));
    expect(told.filter((one) => one === 'stored')).toHaveLength(1);
    const row = await store.stores.deliveries.get(at('once'));
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
    const { deliveries } = store.stores;
    await insert('due', noon);
    const take = (wall: number) => deliveries.takeDue({ wall, lease: wall + 100, limit: 10 });
    const taken = await Promise.all([take(noon), take(noon), take(noon)]);
    expect(taken.flat().map((row) => row.id)).toEqual(['due']);
    expect(await take(noon + 99)).toEqual([]);
    expect(await take(noon + 100)).toHaveLength(1);
    await deliveries.finish({ ...at('due'), messageIds: ['m-1'] });
    expect(await take(noon + 999)).toEqual([]);
    expect(await deliveries.get(at('due'))).toMatchObject({ state: 'done' });
    await deliveries.fail({ ...at('due'), error: 'late', due: noon });
    expect(await deliveries.get(at('due'))).toMatchObject({ state: 'done', attempts: 0 });
  });

  it('counts failed attempts and gives a delivery up for good', async () => {
    const { deliveries } = store.stores;
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
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { allBut, json, oneByOne, rowsOf, type Shop, startOfShop, startShop } from '../shop-for-tests.ts';

const hour = 3_600_000;
const error = 'not-found: There is no such webhook.';

let shop: Shop;
const get = (path: string) => shop.call('GET', path);
const post = (path: string, body: object) => shop.call('POST', path, body);

/** An inbound request as the endpoint stores it once it is verified. */
const stored = async (id: string, more: { instance?: string; rawBody?: Uint8Array; topic?: string } = {}) => {
  const {
    instance = 'store',
    rawBody = new TextEncoder().encode('{"email":"ana@example.com"}'),
    topic,
  } = more;
  const { tenant, engine, opened } = shop;
  const headers = { 'content-type': 'application/json', 'x-secret': 'of the vendor' };
  await opened.stores.deliveryStore.insert({
    delivery: {
      id,
      tenant,
      instance,
      webhook: 'main',
      dedupeKey: id,
      ...(topic === undefined ? {} : { topic }),
      request: { method: 'POST', path: '/', query: {}, headers, rawBody },
      receivedAt: engine.clock.now(tenant),
    },
    due: engine.systemTime() + 24 * hour,
  });
};
const failed = (id: string, due?: number) =>
  shop.opened.stores.deliveryStore.fail({ tenant: shop.tenant, id, error, due });

beforeAll(async () => {
  shop = await startShop();
  await stored('d1', { topic: 'orders/create' });
  await failed('d1');
  await shop.comeToRest(shop.tenant);
  await stored('d2', { rawBody: new Uint8Array([0xff, 0xfe]) });
  await failed('d2', startOfShop + 24 * hour);
  await shop.comeToRest(shop.tenant);
  await stored('d3', { instance: 'other' });
  await shop.opened.stores.deliveryStore.finish({ tenant: shop.tenant, id: 'd3' });
});
afterAll(() => shop.close());

describe('/api/deliveries', () => {
  it('lists what came in by state and instance, page by page, without what it says', async () => {
    const whole = rowsOf(await json(get('/api/deliveries')), 'deliveries');
    expect(whole).toMatchObject([
      { id: 'd3', state: 'done' },
      { id: 'd2', state: 'failing', attempts: 1, error },
      { id: 'd1', state: 'dead', attempts: 1, topic: 'orders/create' },
    ]);
    expect(await oneByOne(shop, '/api/deliveries', 'deliveries')).toEqual(whole);
    expect(JSON.stringify(whole)).not.toMatch(/request|ana@|vendor/);
    const ids = async (query: string) =>
      rowsOf(await json(get(`/api/deliveries?${query}`)), 'deliveries').map(({ id }) => id);
    expect(await ids('state=failing')).toEqual(['d2']);
    expect(await ids('instance=other')).toEqual(['d3']);
    expect(await ids('state=dead&instance=other')).toEqual([]);
    expect((await get('/api/deliveries?state=lost')).status).toBe(400);
  });

  it('shows one with its error and what it says, without its headers, and no bytes that are no text', async () => {
    const one = await (await get('/api/deliveries/d1')).text();
    expect(JSON.parse(one)).toMatchObject({
      error,
      request: { method: 'POST', contentType: 'application/json', body: '{"email":"ana@example.com"}' },
    });
    expect(one).not.toContain('vendor');
    expect(await json(get('/api/deliveries/d2'))).toMatchObject({ request: { method: 'POST', bytes: 2 } });
    expect((await get('/api/deliveries/none')).status).toBe(404);
  });

  it('is for keys that may see personal data, of the same tenant', async () => {
    const lacking = await shop.keyWith(allBut('personal-data'));
    for (const path of ['/api/deliveries', '/api/deliveries/d1']) {
      expect((await shop.call('GET', path, undefined, { key: lacking })).status).toBe(403);
    }
    const key = await shop.keyWith(['read', 'personal-data'], 'another');
    expect((await shop.call('GET', '/api/deliveries/d1', undefined, { key })).status).toBe(404);
    expect(await json(shop.call('GET', '/api/deliveries', undefined, { key }))).toEqual({ deliveries: [] });
  });

  it('reads stuck ones again, one or all of a kind, and says so in the audit trail', async () => {
    expect((await post('/api/deliveries/d1/retry', {})).status).toBe(202);
    // It is read at once; there is no such webhook still, so it is tried again later.
    expect(await json(get('/api/deliveries/d1'))).toMatchObject({ state: 'failing', attempts: 1 });
    expect((await post('/api/deliveries/d3/retry', {})).status).toBe(409);
    expect((await post('/api/deliveries/none/retry', {})).status).toBe(404);
    const all = await post('/api/deliveries/retry', { state: 'failing', instance: 'store' });
    expect(await all.json()).toEqual({ queued: 2, more: false });
    await failed('d1');
    await failed('d2');
    const some = await post('/api/deliveries/retry', { state: 'dead', limit: 1 });
    expect(await some.json()).toEqual({ queued: 1, more: true });
    expect((await post('/api/deliveries/retry', { state: 'done' })).status).toBe(400);
    const lines = rowsOf(await json(get('/api/audit')), 'lines');
    expect(lines.filter(({ action }) => String(action).startsWith('delivery.')).toReversed()).toMatchObject([
      { action: 'delivery.retry', subject: 'd1' },
      { action: 'delivery.retry-all', details: { state: 'failing', queued: 2, instance: 'store' } },
      { action: 'delivery.retry-all', details: { state: 'dead', queued: 1 } },
    ]);
  });
});

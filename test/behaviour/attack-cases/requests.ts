import { expect, it } from 'vitest';

import { isObject } from '../../../domain/json.ts';
import { createShopifySender } from '../../../plugins/shopify/fake.ts';
import { shopifyFixture } from '../../../plugins/shopify/fixtures.ts';
import { adminClient } from '../../harness/admin-client.ts';
import type { Attack } from './attack.ts';

/** What requests tell, and what copies of genuine ones do. */
export const requestAttacks = (
  { engine, profileOf }: Attack,
  shopify: { readonly secret: string; readonly shop: string },
): void => {
  const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });

  it('a copy of a signed request under other headers is the same event, and erases, deletes and cancels nothing', async () => {
    const { tenant, url, opened, engine: inner } = engine();
    const at = new Date(inner.clock.now(tenant)).toISOString();
    const order: unknown = shopifyFixture('orders/create/ana').body;
    const body = {
      ...(isObject(order) ? order : {}),
      id: 9_000_001,
      email: 'copied@shop.test',
      contact_email: null,
      phone: null,
      cart_token: null,
      checkout_token: null,
      created_at: at,
      processed_at: at,
      updated_at: at,
      customer: { id: 9_001, email: 'copied@shop.test', phone: null, state: 'enabled' },
    };
    const sender = createShopifySender(shopify);
    const post = async (topic: string) =>
      (await sender.send(`${url}/webhooks/${tenant}/shopify`, { topic, body })).status;
    expect(await post('orders/create')).toBe(200);
    const known = () => profileOf('shopify_customer_id:9001');
    await expect.poll(known, { timeout: 30_000 }).toMatchObject({ computed: { orders: 1 } });
    const topics = [
      'orders/create',
      'customers/redact',
      'customers/data_request',
      'customers/delete',
      'shop/redact',
      'app/uninstalled',
      'orders/cancelled',
      'refunds/create',
    ];
    for (const topic of topics) expect([topic, await post(topic)]).toEqual([topic, 200]);
    await engine().comeToRest(tenant);
    expect(await known()).toMatchObject({ computed: { orders: 1 }, traits: { email: 'copied@shop.test' } });
    const events = await opened.stores.eventReads.events({
      tenant,
      limit: 100,
      profileId: (await known())?.id ?? '',
    });
    const names = events
      .map(({ name }) => name)
      .filter((name) => !/^(?:identify|Consent|Segment)/.test(name));
    expect(names).toEqual(['Order Completed']);
  });

  it('a page is told the same about a customer that there is and one that there is not', async () => {
    const ask = async (userId: string, more: object = {}) => {
      const call = { type: 'identify', anonymousId: 'spy', messageId: `spy-${userId}`, userId, ...more };
      const answer = await fetch(`${engine().url}/v1/batch`, {
        method: 'POST',
        headers: { ...basic(engine().keys.public), 'content-type': 'application/json' },
        body: JSON.stringify({ batch: [call] }),
      });
      return [answer.status, (await answer.text()).replaceAll(userId, 'ID')];
    };
    expect(await ask('ana')).toEqual(await ask('no-such-person'));
    const proof = { userHash: 'a'.repeat(64) };
    expect(await ask('ben', proof)).toEqual(await ask('nor-this-one', proof));
  });

  it('a key in an address opens nothing, and neither does one in the wrong place', async () => {
    const { url, keys } = engine();
    const names = ['key', 'apiKey', 'api_key', 'writeKey', 'token', 'access_token', 'authorization'];
    for (const name of names) {
      const query = `${name}=${encodeURIComponent(keys.api)}`;
      const read = await fetch(`${url}/api/journeys?${query}`);
      const cookie = await fetch(`${url}/api/journeys`, { headers: { cookie: `${name}=${keys.api}` } });
      const track = await fetch(`${url}/v1/track?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ event: 'Ping', userId: 'ana' }),
      });
      expect([name, read.status, cookie.status, track.status]).toEqual([name, 401, 401, 401]);
    }
    const asPassword = Buffer.from(`x:${keys.write}`).toString('base64');
    const answer = await fetch(`${url}/v1/page`, {
      method: 'POST',
      headers: { authorization: `Basic ${asPassword}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 'ana' }),
    });
    expect(answer.status).toBe(401);
  });

  it('files of a workspace lead to no folder, no prototype and no other file', async () => {
    const { call } = adminClient(engine());
    const { published } = await engine().engine.live.fresh(engine().tenant);
    const before = published.revision;
    const paths = [
      '../../etc/passwd',
      '/etc/passwd',
      'journeys/../../x.json',
      'journeys/..%2f..%2fx.json',
      '__proto__',
      'constructor/prototype.json',
      'segments/../ciclo.json',
      'offers/\u0000.csv',
    ];
    for (const path of paths) {
      const files = JSON.parse(`{ ${JSON.stringify(path)}: "{\\"a\\":1}" }`);
      const answer = await call('PUT', '/api/workspace', { files });
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    expect((await engine().engine.live.fresh(engine().tenant)).revision).toBe(before);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
};

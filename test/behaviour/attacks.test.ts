import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  runCreateKey,
  runIdentitySecret,
  runListKeys,
  runRevokeKey,
} from '../../cli/commands/operate/keys.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { hashId } from '../../domain/hash.ts';
import { isObject } from '../../domain/json.ts';
import { codeFor } from '../../domain/offers/code.ts';
import { createShopifySender } from '../../plugins/shopify/fake.ts';
import { shopifyFixture } from '../../plugins/shopify/fixtures.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { giftFiles, giftSteps } from '../harness/gift-files.ts';
import { shopFiles } from '../harness/shop.ts';
import { attackOn, track } from './attack-cases/attack.ts';
import { consentAttacks } from './attack-cases/consents.ts';
import { farmingAttacks } from './attack-cases/farming.ts';
import { mailAttacks } from './attack-cases/mails.ts';
import { provenAttacks } from './attack-cases/proven.ts';
import { requestAttacks } from './attack-cases/requests.ts';

const minute = 60_000;
const shop = 'casa-verde.myshopify.com';
const shopSecret = 'the secret of the shop';

const files = {
  'journeys/cart.json': {
    key: 'cart',
    name: 'Cart',
    stage: 'acquisition',
    entry: { on: 'Checkout Started', again: 'always' },
    steps: giftSteps,
  },
  ...giftFiles,
  'journeys/receipt.json': {
    key: 'receipt',
    name: 'Receipt',
    stage: 'service',
    entry: {
      on: 'Order Completed',
      again: 'always',
      key: '$.properties.order_id',
      where: { all: [{ fact: 'event', path: '$.context.topic', operator: 'equal', value: 'orders/create' }] },
    },
    steps: [{ id: 'mail', type: 'send', channel: 'email', message: 'order-thanks' }],
  },
};

describe('what somebody can do who reads the key in a page', () => {
  let engine: TestedEngine;
  const lines: string[] = [];

  const attack = attackOn(() => engine);
  const { send, profileOf } = attack;

  beforeAll(async () => {
    engine = await startMemoryEngine({
      env: { SHOPIFY_WEBHOOK_SECRET: shopSecret },
      logLevel: 'debug',
      onLog: (line) => lines.push(line),
      files: (tenant) =>
        shopFiles({
          tenant,
          files,
          settings: {
            plugins: {
              mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
              shopify: { use: 'shopify', config: { secrets: [{ env: 'SHOPIFY_WEBHOOK_SECRET' }] } },
            },
          },
        }),
    });
    await engine.customer('ana');
    await engine.customer('ben');
  }, 3 * minute);
  afterAll(async () => {
    await engine.close();
  });

  it('cannot end the process, or open the consent of everybody, by a channel called __proto__', async () => {
    const properties = { channel: '__proto__', topic: 'state' };
    expect(await send([track('Consent Granted', { properties })])).toEqual({
      accepted: 0,
      codes: ['reserved-name'],
    });
    // Also a server that repeats what it was told does no harm.
    const given = { type: 'track', event: 'Consent Granted', userId: 'cleo', anonymousId: 'c1', properties };
    await send([given, { ...given, userId: undefined }], engine.keys.write);
    await send([{ type: 'identify', userId: 'cleo', anonymousId: 'c1' }], engine.keys.write);
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(200);
    expect(Object.hasOwn(Object.prototype, 'state')).toBe(false);
  });

  it(
    'cannot lead the mail of a customer to another address',
    async () => {
      const traits = { email: 'attacker@evil.test', phone: '+34600000000', firstName: 'Eve' };
      await send([
        { type: 'identify', userId: 'ana', anonymousId: 'visitor', traits },
        { type: 'identify', anonymousId: 'visitor', traits: { email: 'ana@example.com' } },
        track('Product Viewed', { userId: 'ana', context: { traits: { email: 'ana@example.com' } } }),
      ]);
      expect((await profileOf('user:ana'))?.traits).toMatchObject({
        email: 'ana@example.com',
        firstName: 'Ana',
      });
      expect((await profileOf('user:ana'))?.ids).not.toContain('anon:visitor');
      const visitor = await profileOf('anon:visitor');
      expect(visitor?.ids).toEqual(['anon:visitor']);
      expect(visitor?.traits['email']).toBeUndefined();
      await engine.track('ana', 'Order Completed', { order_id: 'a-1', revenue: 20 });
      await expect.poll(() => engine.subjects('ana@example.com').length, { timeout: 30_000 }).toBe(1);
      expect(engine.mail.mails.filter((mail) => JSON.stringify(mail.to).includes('evil'))).toEqual([]);
    },
    2 * minute,
  );

  it('cannot have anybody written to by traits that nobody proved', async () => {
    const traits = { email: 'victim@example.com', unverified: { email: 'victim@example.com' } };
    const anonymousId = 'spammer';
    expect(
      await send([
        { type: 'identify', anonymousId, traits },
        { type: 'identify', anonymousId, context: { traits } },
        track('Checkout Started', { anonymousId, context: { traits }, properties: traits }),
      ]),
    ).toEqual({ accepted: 3, codes: [] });
    await engine.comeToRest(engine.tenant);
    const { id: profileId = '' } = (await profileOf('anon:spammer')) ?? {};
    const { tenant } = engine;
    const runs = await engine.opened.stores.reads.runs({ tenant, profileId, limit: 10 });
    expect(runs.map(({ journey }) => journey)).toEqual(['cart']);
    expect(engine.mail.to('victim@example.com')).toEqual([]);
  });

  it('cannot use up the budget of an offer with people that were made up', async () => {
    const { tenant, opened } = engine;
    const made = Array.from({ length: 53 }, (_, n) => ({ anonymousId: `made-up-${n}` }));
    const { accepted } = await send([
      ...made.map((who, n) => ({ type: 'identify', ...who, traits: { email: `p${n}@example.com` } })),
      ...made.map((who) => track('Checkout Started', who)),
    ]);
    expect(accepted).toBe(106);
    await engine.comeToRest(tenant);
    const spent = () => opened.stores.rehearsal.spent({ tenant, offer: 'ten' });
    expect((await spent()).count).toBe(0);
    await engine.track('ben', 'Checkout Started');
    await engine.comeToRest(tenant);
    expect((await spent()).count).toBe(1);
  });

  it('cannot compute the code of a coupon or of a recommendation from the ids in a mail', async () => {
    const { tenant, opened } = engine;
    const ben = await profileOf('user:ben');
    const profileId = ben?.id ?? '';
    const runs = await opened.stores.reads.runs({ tenant, profileId, limit: 10 });
    const issueKey = hashId(runs.find(({ journey }) => journey === 'cart')?.id ?? '', 'gift', 1);
    const coupon = await opened.stores.offers.issued({ tenant, issueKey });
    expect(coupon?.code).toMatch(/^TEN-.{8}$/);
    const seeds = Array.from({ length: 20 }, (_, n) => [issueKey, `${issueKey}:${n}`]).flat();
    const computed = seeds.map((seed) => codeFor({ pattern: 'TEN-########', seed }));
    expect(computed).not.toContain(coupon?.code);
    const ids = [['referral', tenant, profileId], [tenant, profileId], [profileId]];
    const codes = ids.map((parts) => codeFor({ pattern: 'FRIEND-########', seed: JSON.stringify(parts) }));
    expect(ben?.referralCode).toMatch(/^FRIEND-.{8}$/);
    expect(codes).not.toContain(ben?.referralCode);
  });

  it('cannot make two customers one', async () => {
    expect(
      await send([
        { type: 'alias', userId: 'ana', previousId: 'ben' },
        { type: 'alias', userId: 'ana', previousId: 'visitor', anonymousId: 'visitor' },
        { type: 'identify', userId: 'ana', anonymousId: 'visitor', userHash: 'a'.repeat(64) },
      ]),
    ).toEqual({ accepted: 0, codes: ['not-public', 'not-public', 'bad-proof'] });
    expect(await engine.profileId('ana')).not.toBe(await engine.profileId('ben'));
  });

  it('cannot place, move or cancel an order, or earn by one', async () => {
    const { tenant, opened } = engine;
    const before = await opened.stores.orders.get({ tenant, orderId: 'a-1' });
    expect(before?.profileId).toBe(await engine.profileId('ana'));
    const properties = { order_id: 'a-1', revenue: 1, referral_code: 'ANA-1234' };
    const names = [
      'Order Completed',
      'Order Cancelled',
      'order\u00a0completed',
      'Order Refunded',
      'Coupon Redeemed',
    ];
    expect((await send(names.map((name) => track(name, { properties })))).codes).toEqual(
      names.map(() => 'reserved-name'),
    );
    expect(await opened.stores.orders.get({ tenant, orderId: 'a-1' })).toEqual(before);
  });

  it(
    'cannot make the webhook of an order look like a repeat',
    async () => {
      const { tenant, opened } = engine;
      const messageId = 'shopify:order-completed:77';
      await send([{ type: 'page', anonymousId: 'visitor', messageId }]);
      await send([{ type: 'track', event: 'Odd', userId: 'ben', messageId }], engine.keys.write);
      const at = new Date(engine.engine.clock.now(tenant)).toISOString();
      const order: unknown = shopifyFixture('orders/create/ana').body;
      const body = {
        ...(isObject(order) ? order : {}),
        id: 77,
        created_at: at,
        processed_at: at,
        updated_at: at,
      };
      const sender = createShopifySender({ secret: shopSecret, shop });
      const url = `${engine.url}/webhooks/${tenant}/shopify`;
      const sent = await sender.send(url, { topic: 'orders/create', body });
      expect(sent.status).toBe(200);
      await expect
        .poll(async () => opened.stores.orders.get({ tenant, orderId: '77' }), { timeout: 30_000 })
        .toMatchObject({ money: { currency: 'EUR', total: 9240 } });
      const row = await opened.stores.events.get({ tenant, id: `webhook:${messageId}` });
      expect(row).toMatchObject({ name: 'Order Completed', trust: 'webhook', source: 'shopify', messageId });
    },
    2 * minute,
  );

  it(
    'nor can a shared phone: of two customers each gets the mail about their own order',
    async () => {
      const { tenant, opened } = engine;
      const at = new Date(engine.engine.clock.now(tenant)).toISOString();
      const order: unknown = shopifyFixture('orders/create/ana').body;
      const sender = createShopifySender({ secret: shopSecret, shop });
      const people = [
        { id: 5_400_000_000_077, customer: 7001, email: 'wife@shop.test', phone: '+12025550143' },
        { id: 5_400_000_000_084, customer: 7002, email: 'husband@shop.test', phone: '+1 202 555 0143' },
      ];
      for (const { id, customer, email, phone } of people) {
        const body = {
          ...(isObject(order) ? order : {}),
          id,
          email,
          phone,
          contact_email: null,
          cart_token: null,
          checkout_token: null,
          created_at: at,
          processed_at: at,
          updated_at: at,
          customer: { id: customer, email, phone: null, state: 'enabled', verified_email: true },
        };
        const url = `${engine.url}/webhooks/${tenant}/shopify`;
        expect((await sender.send(url, { topic: 'orders/create', body })).status).toBe(200);
        const aboutOrders = () => engine.subjects(email).filter((subject) => /54000000000\d\d/.test(subject));
        await expect.poll(aboutOrders, { timeout: 30_000 }).toEqual([expect.stringContaining(String(id))]);
      }
      const [her, him] = await Promise.all([
        profileOf('shopify_customer_id:7001'),
        profileOf('shopify_customer_id:7002'),
      ]);
      expect(her).toMatchObject({ computed: { orders: 1 } });
      expect(him).toMatchObject({ computed: { orders: 1 } });
      expect(her?.ids).toContain('phone:+12025550143');
      expect(him?.ids).not.toContain('phone:+12025550143');
      const row = await opened.stores.events.get({
        tenant,
        id: 'webhook:shopify:order-completed:5400000000084',
      });
      expect(row?.ignored).toEqual([
        { path: 'identity', message: expect.stringContaining('another `shopify_customer_id`') },
      ]);
    },
    2 * minute,
  );

  it('cannot make everybody without an id one person: placeholders are refused by name, from a server, too', async () => {
    const identify = (email: string, firstName: string) => ({
      type: 'identify',
      userId: 'undefined',
      traits: { email, firstName },
    });
    expect(
      await send(
        [
          identify('a-undefined@x.test', 'Ana'),
          identify('b-undefined@x.test', 'Bob'),
          { type: 'track', userId: 'undefined', event: 'Ping' },
        ],
        engine.keys.write,
      ),
    ).toEqual({ accepted: 2, codes: ['placeholder-id'] });
    expect(await profileOf('user:undefined')).toBeUndefined();
    expect(await profileOf('email:a-undefined@x.test')).toMatchObject({ traits: { firstName: 'Ana' } });
    expect(await profileOf('email:b-undefined@x.test')).toMatchObject({ traits: { firstName: 'Bob' } });
    expect(await send([track('Product Viewed', { anonymousId: '[object Object]' })])).toEqual({
      accepted: 0,
      codes: ['placeholder-id'],
    });
  });

  it('two accounts are never one, also when a server says so: what is refused is on the event', async () => {
    const { tenant, opened } = engine;
    await engine.customer('one');
    await engine.customer('two');
    const id = await engine.track('one', 'alias', {}, { type: 'alias', previousId: 'two' });
    expect(await engine.profileId('one')).not.toBe(await engine.profileId('two'));
    expect(await opened.stores.events.get({ tenant, id })).toMatchObject({
      state: 'done',
      ignored: [{ path: 'identity', message: expect.stringContaining('another `user`') }],
    });
  });

  it('can say who they are with a proof of the shop, and only that', async () => {
    const lines: string[] = [];
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    await runIdentitySecret({ client, say: (line) => lines.push(line) });
    const userHash = createHmac('sha256', lines[0] ?? '')
      .update('ben')
      .digest('hex');
    const call = { type: 'identify', anonymousId: 'ben-at-home', userHash, traits: { size: 'L' } };
    expect(await send([{ ...call, userId: 'ana' }])).toEqual({ accepted: 0, codes: ['bad-proof'] });
    expect(await send([{ ...call, userId: 'ben' }])).toEqual({ accepted: 1, codes: [] });
    const ben = await profileOf('user:ben');
    expect(ben?.ids).toContain('anon:ben-at-home');
    expect(ben?.traits).toMatchObject({ size: 'L', email: 'ben@example.com' });
  });

  it(
    'cannot reach another business: each has keys of its own, made by the key of the settings',
    async () => {
      const lines: string[] = [];
      const say = (line: string) => lines.push(line);
      const operator = engineClient({ url: engine.url, apiKey: engine.keys.api });
      const tenant = `${engine.tenant}-two`;
      const scopes = ['track:server', 'read', 'publish', 'personal-data'];
      const asked = { kind: 'server', expiresAt: undefined, client: operator, say };
      await runCreateKey({ ...asked, name: 'second', scopes, tenant });
      const [api = ''] = lines;
      const second = engineClient({ url: engine.url, apiKey: api });
      const workspace = await shopFiles({ tenant, files: {} });
      await second.call({ method: 'PUT', path: '/api/workspace', body: { files: workspace } });
      await send([{ type: 'track', event: 'Visited', userId: 'ana' }], api);
      const of = async (key: string) => {
        const answer = await adminClient({
          request: engine.request,
          keys: { ...engine.keys, api: key },
        }).call('GET', '/api/events?name=Visited');
        return z.object({ events: z.array(z.unknown()) }).parse(answer.body).events.length;
      };
      expect([await of(api), await of(engine.keys.api)]).toEqual([1, 0]);
      const refused = runCreateKey({
        ...asked,
        client: second,
        name: 'x',
        scopes: undefined,
        tenant: undefined,
      });
      await expect(refused).rejects.toThrow('lacks write');
      lines.length = 0;
      await runCreateKey({ ...asked, name: 'shop', scopes: undefined, tenant: undefined });
      const [text = '', about = ''] = lines;
      expect(await send([{ type: 'page', userId: 'ben' }], text)).toEqual({ accepted: 1, codes: [] });
      const id = about.split(',')[0] ?? '';
      await runRevokeKey({ id, client: operator, say });
      lines.length = 0;
      await runListKeys({ client: operator, say });
      expect(lines.join('\n')).toMatch(/shop\s+server\s+track:server\s+revoked/);
      expect(lines.join('\n')).not.toContain(text);
    },
    2 * minute,
  );

  consentAttacks(attack);
  provenAttacks(attack);
  farmingAttacks(attack);
  mailAttacks(attack);
  requestAttacks(attack, { secret: shopSecret, shop });

  it('and the log of all of it holds no key, no address and no token of a link', () => {
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(20);
    const { keys } = engine;
    const tokens = engine.mail.mails.flatMap((mail) =>
      [...String(mail.html).matchAll(/\/[cvpuo]\/([\w.-]{20,})/g)].map(([, token = '']) => token),
    );
    expect(tokens.length).toBeGreaterThan(10);
    for (const text of [keys.public, keys.write, keys.api, shopSecret, ...tokens]) {
      expect(log).not.toContain(text);
    }
    expect(log.match(/[\w.+-]+@(?:example\.com|mail\.test|else\.test|shop\.test|evil\.test)/g) ?? []).toEqual(
      [],
    );
  });
});

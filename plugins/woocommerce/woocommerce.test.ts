import sdkModule from '@woocommerce/woocommerce-rest-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conformance, pollRows, scenarios } from '../testing.ts';
import { createHarness } from '../testing/harness.ts';
import { createWooFake, signedByWoo } from './fake.ts';
import {
  publishedCustomer,
  publishedOrder,
  publishedProduct,
  refundedOrder,
  unpaidOrder,
} from './fixtures.ts';
import { woocommercePlugin } from './woocommerce.ts';

/** What its types call the module is the class itself. */
const Sdk = 'default' in sdkModule ? sdkModule.default : sdkModule;

const secrets = {
  WOO_WEBHOOK: 'canary-woo-secret-1',
  WOO_NEXT: 'canary-woo-secret-2',
  WOO_KEY: 'ck_canary_woo_key',
  WOO_SECRET: 'cs_canary_woo_secret',
};
const config = (url: string) => ({
  secrets: [{ env: 'WOO_WEBHOOK' }, { env: 'WOO_NEXT' }],
  currency: 'USD',
  ...(url === '' ? {} : { url, key: { env: 'WOO_KEY' }, secret: { env: 'WOO_SECRET' } }),
});
const startFake = () => createWooFake({ key: secrets.WOO_KEY, secret: secrets.WOO_SECRET });
const changed = (at: number) => ({ date_modified_gmt: new Date(at).toISOString().slice(0, 19) });
const coupon = { code: 'HELLO-7GHK', kind: 'percentage', value: '10', expiresAt: '2026-12-31T22:59:59Z' };

conformance({
  plugin: woocommercePlugin,
  secrets,
  config,
  provider: { start: startFake, plays: scenarios },
  actions: {
    'create-coupon': {
      input: coupon,
      junk: [{ code: 'A B', kind: 'percentage', value: 10 }, { ...coupon, value: 101 }, { code: 'HELLO' }],
    },
  },
  polls: {
    orders: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.orders,
      row: (id, at) => ({ ...publishedOrder, id: Number(id), ...changed(at) }),
    }),
    products: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.products,
      row: (id, at) => ({ ...publishedProduct, id: Number(id), ...changed(at) }),
    }),
  },
  webhooks: {
    main: {
      sign: ({ body, secret, id, topic }) =>
        signedByWoo({ body, secret, id, topic: topic ?? 'order.created' }),
      required: ['x-wc-webhook-signature', 'x-wc-webhook-topic'],
      signsTime: false,
      secretNames: ['WOO_WEBHOOK', 'WOO_NEXT'],
      examples: [
        {
          name: 'the published order',
          topic: 'order.created',
          body: publishedOrder,
          events: [
            { type: 'identify' },
            {
              event: 'Order Completed',
              timestamp: '2017-03-22T19:28:02.000Z',
              properties: {
                order_id: '727',
                order_name: '727',
                checkout_id: '727',
                currency: 'USD',
                total: 29.35,
                subtotal: 18,
                revenue: 18,
                shipping: 10,
                tax: 1.35,
                discount: 0,
                products: [
                  { product_id: '93', name: 'Woo Single #1', price: 3, quantity: 2 },
                  {
                    product_id: '22',
                    sku: 'Bar3',
                    name: 'Ship Your Idea',
                    price: 12,
                    quantity: 1,
                    variant_id: '23',
                  },
                ],
                status: 'processing',
                payment_method: 'bacs',
                source_name: 'rest-api',
              },
            },
            { event: 'Order Updated' },
            { event: 'Order Paid', timestamp: '2017-03-22T19:28:08.000Z' },
          ],
        },
        {
          name: 'an order that is not paid',
          topic: 'order.created',
          body: unpaidOrder,
          events: [{ type: 'identify' }, { event: 'Checkout Started' }, { event: 'Checkout Updated' }],
        },
        {
          name: 'a refund',
          topic: 'order.updated',
          body: refundedOrder,
          events: [
            { type: 'identify' },
            { event: 'Order Completed' },
            { event: 'Order Updated' },
            { event: 'Order Paid' },
            {
              event: 'Order Refunded',
              properties: { order_id: '729', refund_id: '726', total: 10, currency: 'USD', reason: 'Broken' },
            },
          ],
        },
        {
          name: 'a customer',
          topic: 'customer.created',
          body: publishedCustomer,
          events: [{ type: 'identify' }, { event: 'Customer Created' }, { event: 'Customer Updated' }],
        },
        {
          name: 'an account deleted',
          topic: 'customer.deleted',
          body: { id: 25 },
          events: [{ event: 'Customer Deleted' }],
        },
        {
          name: 'an order deleted',
          topic: 'order.deleted',
          body: { id: 730 },
          events: [{ event: 'Order Cancelled' }],
        },
        { name: 'a product', topic: 'product.updated', body: publishedProduct, events: [] },
      ],
    },
  },
});

describe('WooCommerce', () => {
  let fake: Awaited<ReturnType<typeof startFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await startFake();
    harness = createHarness({ plugin: woocommercePlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });
  const place = { tenant: 'test', instance: 'under-test' };
  const read = (topic: string, body: unknown) =>
    harness.runtime.normalise({
      ...place,
      now: 0,
      request: signedByWoo({ body: Buffer.from(JSON.stringify(body)), secret: secrets.WOO_WEBHOOK, topic }),
    });
  const idsOf = (topic: string, body: unknown): readonly string[] => {
    const made = read(topic, body);
    return made.kind === 'events' ? made.events.map(({ messageId }) => messageId) : [made.message];
  };
  const sdk = () =>
    new Sdk({
      url: fake.url,
      consumerKey: secrets.WOO_KEY,
      consumerSecret: secrets.WOO_SECRET,
      version: 'wc/v3',
    });

  test('@woocommerce/woocommerce-rest-api 1.0.2 makes a coupon at the fake, and sends what the connector sends', async () => {
    await harness.runtime.perform({
      ...place,
      action: 'create-coupon',
      input: coupon,
      idempotencyKey: 'step-1',
      now: 0,
    });
    const [ours] = fake.asked.filter(({ path }) => path === 'made');
    fake.kept.coupons.splice(0);
    const made = await sdk().post('coupons', {
      code: 'HELLO-7GHK',
      discount_type: 'percent',
      amount: '10',
      usage_limit: 1,
      individual_use: false,
      date_expires_gmt: '2026-12-31T22:59:59',
    });
    expect(made.status).toBe(201);
    expect(fake.asked.filter(({ path }) => path === 'made').at(-1)).toEqual(ours);
    const found = await sdk().get('coupons', { code: 'hello-7ghk' });
    expect(found.data).toHaveLength(1);
  });

  test('a code that the shop has for another discount is no success', async () => {
    await sdk().post('coupons', { code: 'HELLO-7GHK', discount_type: 'fixed_cart', amount: '50' });
    const outcome = await harness.runtime.perform({
      ...place,
      action: 'create-coupon',
      input: coupon,
      idempotencyKey: 'step-1',
      now: 0,
    });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'code-taken' });
  });

  test('an order that first comes as a change is completed once, whichever topic or look brings it', async () => {
    const created = idsOf('order.created', publishedOrder);
    const { order_key: _other, ...same } = publishedOrder;
    expect(idsOf('order.updated', same)).toEqual(created);
    fake.kept.orders.push(publishedOrder);
    const since = Date.parse('2017-03-22T00:00:00Z');
    const looked = await harness.runtime.look({
      ...place,
      poll: 'orders',
      cursor: { since, page: 1, isUnderWay: true },
      now: 0,
      systemTime: 0,
    });
    expect(looked.kind === 'events' ? looked.events.map(({ messageId }) => messageId) : looked).toEqual(
      created,
    );
  });

  test('a look sees every order once, however many share an instant and whatever changes meanwhile', async () => {
    const at = (second: number) => `2026-02-01T00:00:${String(second).padStart(2, '0')}`;
    for (let n = 0; n < 130; n += 1) {
      const second = n < 70 ? 1 : 2 + Math.floor(n / 10);
      fake.kept.orders.push({ ...publishedOrder, id: 1000 + n, date_modified_gmt: at(second) });
    }
    const seen = new Set<string>();
    let cursor: Parameters<typeof harness.runtime.look>[0]['cursor'] = {
      since: Date.parse('2026-01-31T00:00:00Z'),
      page: 1,
      isUnderWay: true,
    };
    for (let more = true, looks = 0; more && looks < 20; looks += 1) {
      const looked = await harness.runtime.look({ ...place, poll: 'orders', cursor, now: 0, systemTime: 0 });
      if (looked.kind === 'failed') throw new Error(looked.message);
      for (const one of looked.events) {
        if (one.type === 'track' && one.event === 'Order Completed')
          seen.add(String(one.properties?.['order_id']));
      }
      ({ cursor, more } = looked);
      // Somebody pays the very first order: it moves to the end, and every other one a place to the front.
      if (looks === 0) fake.kept.orders[0] = { ...publishedOrder, id: 1000, date_modified_gmt: at(59) };
    }
    expect(seen.size).toBe(130);
  });

  test('one order that cannot be read keeps no other from being found', async () => {
    fake.kept.orders.push(
      { id: 1, date_modified_gmt: '2026-02-01T00:00:00' },
      { ...publishedOrder, date_modified_gmt: '2026-02-01T00:00:01' },
    );
    const cursor = { since: Date.parse('2026-01-31T00:00:00Z'), page: 1, isUnderWay: true };
    const looked = await harness.runtime.look({ ...place, poll: 'orders', cursor, now: 0, systemTime: 0 });
    expect(looked).toMatchObject({ kind: 'events', more: false });
    expect(looked.kind === 'events' && looked.events.length > 0).toBe(true);
  });

  test('a product changes the catalog, a variation and a draft do not stand there', () => {
    expect(read('product.updated', publishedProduct)).toMatchObject({
      products: [
        {
          type: 'product',
          product: {
            id: '794',
            title: 'Premium Quality',
            price: { minor: 2199, currency: 'USD' },
            compareAtPrice: { minor: 2499, currency: 'USD' },
            categories: ['Clothing', 'T-shirts'],
            stock: null,
            removed: false,
          },
        },
      ],
    });
    expect(read('product.updated', { ...publishedProduct, parent_id: 12 })).toMatchObject({ products: [] });
    expect(read('product.updated', { ...publishedProduct, status: 'draft' })).toMatchObject({
      products: [{ product: { removed: true } }],
    });
    expect(read('product.deleted', { id: 794 })).toMatchObject({
      products: [{ product: { removed: true } }],
    });
  });

  test('what is deleted must be sent as its id alone: the signature does not tell topics apart', () => {
    expect(read('customer.deleted', publishedOrder)).toMatchObject({ kind: 'failed' });
  });

  test('the form with which a new webhook asks whether anybody is there is answered 200', () => {
    const request = {
      method: 'POST',
      path: '/',
      query: {},
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      rawBody: Buffer.from('webhook_id=12'),
    };
    expect(harness.runtime.receive({ ...place, request, now: 0 })).toEqual({
      kind: 'reply',
      status: 200,
      body: '',
    });
  });

  test.each([
    ['completed', ['Order Completed', 'Order Updated', 'Order Paid', 'Order Fulfilled']],
    ['on-hold', ['Order Completed', 'Order Updated', 'Order Paid']],
    ['shipped-by-bike', ['Order Completed', 'Order Updated', 'Order Paid']],
    ['cancelled', ['Order Completed', 'Order Updated', 'Order Paid', 'Order Cancelled']],
  ])('an order that is %s says %s', (status, names) => {
    const made = read('order.updated', { ...publishedOrder, status });
    const tracked = made.kind === 'events' ? made.events.filter(({ type }) => type === 'track') : [];
    expect(tracked.map((one) => (one.type === 'track' ? one.event : ''))).toEqual(names);
  });

  test('a ticked box in the field that the shop names is a consent', () => {
    const ticked = createHarness({
      plugin: woocommercePlugin,
      config: { ...config(''), consentField: 'newsletter' },
      secrets,
    });
    const body = { ...publishedOrder, meta_data: [{ id: 1, key: 'newsletter', value: 'yes' }] };
    const request = signedByWoo({
      body: Buffer.from(JSON.stringify(body)),
      secret: secrets.WOO_WEBHOOK,
      topic: 'order.created',
    });
    expect(JSON.stringify(ticked.runtime.normalise({ ...place, now: 0, request }))).toContain(
      'Consent Granted',
    );
    expect(JSON.stringify(read('order.created', publishedOrder))).not.toContain('Consent Granted');
    return ticked.close();
  });
});

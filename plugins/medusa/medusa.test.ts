import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, pollRows, scenarios } from '../testing.ts';
import { createHarness } from '../testing/harness.ts';
import { createMedusaFake } from './fake.ts';
import { customer, order, product } from './fixtures.ts';
import { medusaPlugin } from './medusa.ts';

const secrets = { KEY: 'sk_canary_medusa_key' };
const config = (url: string) => ({
  url: url === '' ? 'https://medusa.example' : url,
  apiKey: { env: 'KEY' },
  currency: 'EUR',
  storefront: 'https://shop.example/',
});
const coupon = {
  code: 'HELLO-7GHK',
  kind: 'amount',
  value: '5',
  expiresAt: '2026-12-31T22:59:59Z',
  minOrder: 20,
};

const startFake = () => createMedusaFake(secrets.KEY);
const changed = (at: number) => ({ updated_at: new Date(at).toISOString() });

conformance({
  plugin: medusaPlugin,
  secrets,
  config,
  provider: { start: startFake, plays: scenarios },
  actions: {
    'create-coupon': {
      input: coupon,
      junk: [{ code: 'HELLO-7GHK' }, { code: '', kind: 'amount', value: 5 }],
    },
  },
  polls: {
    orders: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.orders,
      row: (id, at) => ({ ...order, id, ...changed(at) }),
    }),
    customers: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.customers,
      row: (id, at) => ({ ...customer, id, ...changed(at) }),
    }),
    products: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.products,
      row: (id, at) => ({ ...product, id, ...changed(at) }),
    }),
  },
});

/** Medusa's client, as far as it is used here: its own types come with the whole server. */
type Client = {
  readonly admin: {
    readonly order: {
      readonly list: (query: object) => Promise<{ readonly orders: readonly { readonly id: string }[] }>;
    };
    readonly promotion: { readonly create: (body: object) => Promise<unknown> };
  };
};
const Sdk: new (options: object) => Client = Reflect.get(Object(await import('@medusajs/js-sdk')), 'default');

describe('Medusa', () => {
  let fake: Awaited<ReturnType<typeof createMedusaFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await createMedusaFake(secrets.KEY);
    harness = createHarness({ plugin: medusaPlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });
  const start = { since: Date.parse('2026-01-01T00:00:00Z'), page: 1, isUnderWay: true };
  const look = async (poll: string, cursor: object = start) => {
    const at = { tenant: 'test', instance: 'under-test', now: 0, systemTime: 0 };
    const looked = await harness.runtime.look({ ...at, poll, cursor: Object(cursor) });
    if (looked.kind === 'failed') throw new Error(looked.message);
    return looked;
  };
  const namesOf = async (poll: string) =>
    (await look(poll)).events.map((one) => (one.type === 'track' ? one.event : one.type));

  test('@medusajs/js-sdk 2.21.2 is answered by the fake, and makes the same promotion as the connector', async () => {
    fake.kept.orders.push(order);
    const client = new Sdk({ baseUrl: fake.url, apiKey: secrets.KEY });
    const listed = await client.admin.order.list({ limit: 1, updated_at: { $gte: '2026-01-01T00:00:00Z' } });
    expect(listed.orders[0]?.id).toBe('order_01JB');
    const make = (code: string) =>
      client.admin.promotion.create({
        code,
        type: 'standard',
        status: 'active',
        is_automatic: false,
        application_method: {
          type: 'fixed',
          target_type: 'order',
          allocation: 'across',
          value: 5,
          currency_code: 'eur',
        },
        rules: [{ attribute: 'item_subtotal', operator: 'gte', values: ['20'] }],
        campaign: {
          name: 'HELLO-7GHK',
          campaign_identifier: 'HELLO-7GHK',
          budget: { type: 'usage', limit: 1 },
          ends_at: '2026-12-31T22:59:59.000Z',
        },
      });
    await make('THEIRS');
    const made = await callAction({
      plugin: medusaPlugin,
      config: config(fake.url),
      secrets,
      action: 'create-coupon',
      input: coupon,
    });
    expect(made).toMatchObject({ kind: 'done', output: { id: 'promo_2', existed: false } });
    expect({ ...Object(fake.bodies[1]), code: 'THEIRS' }).toEqual(fake.bodies[0]);
  });

  test('a code that the shop has for another discount is refused', async () => {
    const make = (input: object) =>
      callAction({ plugin: medusaPlugin, config: config(fake.url), secrets, action: 'create-coupon', input });
    await make(coupon);
    expect(await make(coupon)).toMatchObject({ output: { existed: true } });
    expect(await make({ ...coupon, value: 7 })).toMatchObject({ kind: 'rejected', code: 'code-taken' });
  });

  test('an order has its lines, its codes and the amounts of the goods without tax', async () => {
    fake.kept.orders.push(order);
    expect(await namesOf('orders')).toEqual(['identify', 'Order Completed', 'Order Updated', 'Order Paid']);
    const { events } = await look('orders');
    expect(events[0]).toMatchObject({
      type: 'identify',
      anonymousId: 'visitor-1',
      externalIds: expect.arrayContaining([{ kind: 'medusa_customer_id', value: 'cus_01' }]),
      traits: { firstName: 'Jenny', address: { city: 'Madrid', country: 'ES' } },
    });
    expect(events[1]).toMatchObject({
      event: 'Order Completed',
      timestamp: '2026-03-01T10:00:00.000Z',
      properties: {
        order_id: 'order_01JB',
        order_name: '42',
        currency: 'EUR',
        total: 59.9,
        revenue: 44.59,
        shipping: 5.95,
        tax: 9.56,
        coupon: 'SPRING',
        discount_codes: [{ code: 'SPRING', amount: 6 }],
        products: [{ product_id: 'prod_1', sku: 'POT-S', name: 'Pot', price: 29.98, quantity: 2 }],
      },
    });
  });

  test('a refund, a cancellation and a delivery are told; an order that waits for its payment is a checkout', async () => {
    const [collection] = order.payment_collections;
    const refunds = [{ id: 'ref_1', amount: 20, created_at: '2026-03-02T10:00:00.000Z', note: null }];
    const payments = [{ ...collection?.payments[0], refunds }];
    fake.kept.orders.push(
      {
        ...order,
        fulfillment_status: 'delivered',
        payment_collections: [{ payments }],
      },
      { ...order, id: 'order_2', status: 'canceled', canceled_at: '2026-03-03T10:00:00.000Z' },
      { ...order, id: 'order_3', status: 'requires_action' },
    );
    const names = await namesOf('orders');
    for (const name of ['Order Delivered', 'Order Refunded', 'Order Cancelled', 'Checkout Started']) {
      expect(names).toContain(name);
    }
  });

  test('customers and products are found page by page; a product has its lowest price and what is left of all variants', async () => {
    fake.kept.customers.push(customer);
    expect(await namesOf('customers')).toEqual(['identify', 'Customer Created', 'Customer Updated']);
    for (let n = 0; n < 60; n += 1) fake.kept.products.push({ ...product, id: `prod_${n}` });
    const first = await look('products');
    const seen = new Set(first.products.map((one) => one.product.id));
    let page = first;
    while (page.more) {
      page = await look('products', Object(page.cursor));
      for (const one of page.products) seen.add(one.product.id);
    }
    expect(seen.size).toBe(60);
    expect(first.products[0]?.product).toMatchObject({
      title: 'Pot',
      url: 'https://shop.example/products/pot',
      price: { minor: 2998, currency: 'EUR' },
      stock: 7,
      categories: ['Pots'],
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { conformance, pollRows, scenarios } from '../testing.ts';
import { createHarness } from '../testing/harness.ts';
import { createPrestashopFake } from './fake.ts';
import { address, cart, customer, order, product, slip } from './fixtures.ts';
import { prestashopPlugin } from './prestashop.ts';
import { shopTime, utcOf } from './shop-time.ts';

const secrets = { KEY: 'CANARYKEYOFTHEWEBSERVICE' };
const config = (url: string) => ({
  url: url === '' ? 'https://shop.example/boutique' : url,
  key: { env: 'KEY' },
  timezone: 'Europe/Madrid',
  currency: 'EUR',
});

const zone = 'Europe/Madrid';
const changed = (at: number) => ({ date_upd: shopTime(at, zone) });
const startFake = async () => {
  const fake = await createPrestashopFake(secrets.KEY);
  fake.listOf('addresses').push(address);
  return fake;
};

conformance({
  plugin: prestashopPlugin,
  secrets,
  config,
  provider: { start: startFake, plays: scenarios },
  polls: {
    orders: pollRows({
      start: startFake,
      many: 120,
      listOf: (fake) => fake.listOf('orders'),
      row: (id, at) => ({ ...order, id: Number(id), ...changed(at) }),
    }),
    refunds: pollRows({
      start: startFake,
      many: 120,
      listOf: (fake) => fake.listOf('order_slip'),
      beside: (fake, id) => fake.listOf('orders').push({ ...order, id: Number(id) }),
      row: (id, at) => ({ ...slip, id: Number(id), id_order: id, ...changed(at) }),
    }),
    carts: pollRows({
      start: startFake,
      many: 120,
      listOf: (fake) => fake.listOf('carts'),
      row: (id, at) => ({ ...cart, id: Number(id), ...changed(at) }),
    }),
    customers: pollRows({
      start: startFake,
      many: 120,
      listOf: (fake) => fake.listOf('customers'),
      row: (id, at) => ({ ...customer, id: Number(id), ...changed(at) }),
    }),
    products: pollRows({
      start: startFake,
      many: 120,
      listOf: (fake) => fake.listOf('products'),
      row: (id, at) => ({ ...product, id: Number(id), ...changed(at) }),
    }),
  },
});

describe('PrestaShop', () => {
  let fake: Awaited<ReturnType<typeof createPrestashopFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await createPrestashopFake(secrets.KEY);
    fake.listOf('customers').push(customer);
    fake.listOf('addresses').push(address);
    fake.listOf('products').push(product);
    harness = createHarness({ plugin: prestashopPlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });

  const start = { since: Date.parse('2026-01-01T00:00:00Z'), page: 1, isUnderWay: true };
  const ask = (poll: string, cursor: object = start) =>
    harness.runtime.look({
      tenant: 'test',
      instance: 'under-test',
      now: 0,
      systemTime: 0,
      poll,
      cursor: Object(cursor),
    });
  const look = async (poll: string, cursor: object = start) => {
    const looked = await ask(poll, cursor);
    if (looked.kind === 'failed') throw new Error(looked.message);
    return looked;
  };
  const namesOf = async (poll: string) =>
    (await look(poll)).events.map((one) => (one.type === 'track' ? one.event : one.type));

  test('an order has its person, lines and codes, the amounts of the goods without tax, and times in UTC', async () => {
    fake.listOf('orders').push(order);
    const { events } = await look('orders');
    expect(events[0]).toMatchObject({
      type: 'identify',
      externalIds: expect.arrayContaining([
        { kind: 'prestashop_customer_id', value: '2' },
        { kind: 'email', value: 'jenny@example.com' },
        { kind: 'phone', value: '+34911234567' },
      ]),
      traits: { firstName: 'Jenny', address: { city: 'Madrid', country: 'ES' } },
    });
    expect(events.find((one) => one.type === 'track' && one.event === 'Order Completed')).toMatchObject({
      timestamp: '2026-03-01T10:00:00.000Z',
      properties: {
        order_id: '5',
        order_name: 'KHWLILZLL',
        checkout_id: '12',
        currency: 'EUR',
        total: 61.2,
        revenue: 44,
        shipping: 8.4,
        tax: 10.2,
        discount: 6,
        coupon: 'SPRING',
        discount_codes: [{ code: 'SPRING', amount: 6 }],
        products: [{ product_id: '1', sku: 'demo_1', price: 29.4, quantity: 2, variant_id: '1' }],
      },
    });
    expect(await namesOf('orders')).toContain('Order Paid');
  });

  test('the state of an order says that it was paid, sent or cancelled', async () => {
    fake.listOf('orders').push({ ...order, current_state: '1' });
    expect(await namesOf('orders')).not.toContain('Order Paid');
    fake.listOf('orders')[0] = { ...order, current_state: '4' };
    expect(await namesOf('orders')).toContain('Order Fulfilled');
    fake.listOf('orders')[0] = { ...order, current_state: '6' };
    expect(await namesOf('orders')).toContain('Order Cancelled');
  });

  test('a credit slip is a refund of its order, also when the order itself did not change', async () => {
    fake.listOf('orders').push(order);
    fake.listOf('order_slip').push(slip);
    const { events } = await look('refunds', { ...start, since: Date.parse('2026-03-04T00:00:00Z') });
    expect(events.find((one) => one.type === 'track' && one.event === 'Order Refunded')).toMatchObject({
      timestamp: '2026-03-05T09:00:00.000Z',
      properties: { order_id: '5', refund_id: '3' },
    });
  });

  test('a cart of somebody who is known is a checkout, unless it became an order or is empty', async () => {
    fake
      .listOf('carts')
      .push(
        cart,
        { ...cart, id: 14, id_customer: '0' },
        { ...cart, id: 15, associations: {} },
        { ...cart, id: 12 },
      );
    fake.listOf('orders').push(order);
    const { events } = await look('carts');
    const started = events.filter((one) => one.type === 'track' && one.event === 'Checkout Started');
    expect(started).toMatchObject([
      {
        timestamp: '2026-03-01T11:00:00.000Z',
        properties: {
          checkout_id: '13',
          currency: 'EUR',
          value: 49,
          products: [{ product_id: '1', price: 24.5, quantity: 2 }],
        },
      },
    ]);
  });

  test('a customer who took the newsletter has consented, when they did; a box left alone says nothing', async () => {
    fake.listOf('customers').push({ ...customer, id: 3, email: 'ben@example.com', newsletter: '0' });
    const { events } = await look('customers');
    const consents = events.filter((one) => one.type === 'track' && one.event.startsWith('Consent'));
    expect(consents).toMatchObject([{ event: 'Consent Granted', timestamp: '2026-02-01T08:30:00.000Z' }]);
  });

  test('products are found page by page, with what is left of all combinations', async () => {
    for (let n = 2; n <= 60; n += 1) fake.listOf('products').push({ ...product, id: n });
    const first = await look('products');
    expect(first.products[0]?.product).toMatchObject({
      id: '1',
      title: 'Hummingbird printed t-shirt',
      price: { minor: 2450, currency: 'EUR' },
      stock: 7,
    });
    const seen = new Set(first.products.map((one) => one.product.id));
    let page = first;
    while (page.more) {
      page = await look('products', Object(page.cursor));
      for (const one of page.products) seen.add(one.product.id);
    }
    expect(seen.size).toBe(60);
  });

  test('a list beside that cannot be had has the page looked for again: no order is told half', async () => {
    fake.listOf('orders').push(order);
    for (const scenario of ['unavailable', 'unauthorized', 'garbage', 'throttled'] as const) {
      fake.play(scenario);
      expect((await ask('orders')).kind).toBe('failed');
    }
  });

  test('times of the shop are read on its clock, summer and winter, and written back the same', () => {
    expect(utcOf('2026-07-01 12:00:00', zone)).toBe('2026-07-01T10:00:00.000Z');
    expect(utcOf('0000-00-00 00:00:00', zone)).toBeUndefined();
    expect(utcOf('yesterday', zone)).toBeUndefined();
    expect(shopTime(Date.parse('2026-07-01T10:00:00.700Z'), zone)).toBe('2026-07-01 12:00:00');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conformance, pollRows, scenarios } from '../testing.ts';
import { createHarness } from '../testing/harness.ts';
import { bigcommercePlugin } from './bigcommerce.ts';
import { createBigCommerceFake } from './fake.ts';
import { customer, order, orderLine, product, refund, usedCoupon } from './fixtures.ts';

const secrets = { BC_TOKEN: 'canary-bigcommerce-token' };
const config = (url: string) => ({
  store: 'abc123',
  token: { env: 'BC_TOKEN' },
  currency: 'USD',
  ...(url === '' ? {} : { url }),
});
const startFake = () => createBigCommerceFake({ store: 'abc123', token: secrets.BC_TOKEN });

const written = (at: number) => ({ date_modified: new Date(at).toUTCString().replace('GMT', '+0000') });
const changed = (at: number) => ({ date_modified: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z') });

conformance({
  plugin: bigcommercePlugin,
  secrets,
  config,
  provider: { start: startFake, plays: scenarios },
  actions: {
    'create-coupon': {
      input: { code: 'HELLO-7GHK', kind: 'amount', value: '5', expiresAt: '2026-12-31T22:59:59Z' },
      junk: [{ code: 'HELLO-7GHK' }, { code: '', kind: 'amount', value: 5 }],
    },
  },
  polls: {
    orders: pollRows({
      start: startFake,
      many: 50,
      listOf: ({ kept }) => kept.orders,
      row: (id, at) => ({ ...order, id: Number(id), ...written(at) }),
    }),
    checkouts: pollRows({
      start: startFake,
      many: 50,
      listOf: ({ kept }) => kept.orders,
      row: (id, at) => ({ ...order, id: Number(id), status_id: 0, status: 'Incomplete', ...written(at) }),
    }),
    customers: pollRows({
      start: startFake,
      many: 250,
      listOf: ({ kept }) => kept.customers,
      row: (id, at) => ({ ...customer, id: Number(id), ...changed(at) }),
    }),
    products: pollRows({
      start: startFake,
      many: 120,
      listOf: ({ kept }) => kept.products,
      row: (id, at) => ({ ...product, id: Number(id), ...changed(at) }),
    }),
  },
});

describe('BigCommerce', () => {
  let fake: Awaited<ReturnType<typeof startFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await startFake();
    harness = createHarness({ plugin: bigcommercePlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });
  const start = { since: Date.parse('2019-01-01T00:00:00Z'), page: 1, isUnderWay: true };
  const look = (poll: string, cursor: Parameters<typeof harness.runtime.look>[0]['cursor'] = start) =>
    harness.runtime.look({ tenant: 'test', instance: 'under-test', poll, cursor, now: 0, systemTime: 0 });
  const namesOf = async (poll: string): Promise<readonly string[]> => {
    const looked = await look(poll);
    if (looked.kind === 'failed') throw new Error(looked.message);
    return looked.events.map((one) => (one.type === 'track' ? one.event : one.type));
  };

  test('an order has its lines, its coupons and the amounts of the goods', async () => {
    fake.kept.orders.push(order);
    fake.kept.lines.set('218', [orderLine]);
    fake.kept.used.set('218', [usedCoupon]);
    expect(await namesOf('orders')).toEqual(['identify', 'Order Completed', 'Order Updated', 'Order Paid']);
    expect(await look('orders')).toMatchObject({
      more: false,
      events: [
        {
          type: 'identify',
          externalIds: expect.arrayContaining([{ kind: 'bigcommerce_customer_id', value: '11' }]),
        },
        {
          event: 'Order Completed',
          timestamp: '2019-03-05T21:40:11.000Z',
          properties: {
            order_id: '218',
            currency: 'USD',
            total: 67.64,
            revenue: 57.64,
            shipping: 10,
            discount: 5,
            coupon: 'S2549JM0Y',
            discount_codes: [{ code: 'S2549JM0Y', amount: 5 }],
            products: [
              { product_id: '188', sku: 'SKU-CC0BC5C0', price: 62.64, quantity: 1, variant_id: '144' },
            ],
          },
        },
        {},
        {},
      ],
    });
  });

  test('refunds are asked for where there are some', async () => {
    fake.kept.orders.push({ ...order, status_id: 14, refunded_amount: '20.0000' });
    fake.kept.refunds.set('218', [refund]);
    expect(await look('orders')).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({
          event: 'Order Refunded',
          properties: expect.objectContaining({ order_id: '218', refund_id: '6', total: 20 }),
        }),
      ]),
    });
  });

  test('a checkout that was left is a look of its own, and the order that comes of it is the same checkout', async () => {
    fake.kept.orders.push({ ...order, status_id: 0, status: 'Incomplete' });
    expect(await namesOf('orders')).toEqual([]);
    expect(await namesOf('checkouts')).toEqual(['identify', 'Checkout Started', 'Checkout Updated']);
    const left = await look('checkouts');
    fake.kept.orders[0] = order;
    const bought = await look('orders');
    const checkoutsOf = (looked: typeof left) =>
      looked.kind === 'failed'
        ? []
        : looked.events.flatMap((one) => (one.type === 'track' ? [one.properties?.['checkout_id']] : []));
    expect(new Set([...checkoutsOf(left), ...checkoutsOf(bought)])).toEqual(new Set(['218']));
  });

  test('an order whose parts cannot be fetched is looked for again: nothing of it is told half', async () => {
    fake.kept.orders.push(order);
    fake.play('throttled-seconds');
    expect(await look('orders')).toMatchObject({ kind: 'failed', afterMs: 7_000 });
  });

  test('customers and products are found page by page', async () => {
    for (let n = 0; n < 60; n += 1) fake.kept.products.push({ ...product, id: 1000 + n });
    fake.kept.customers.push(customer);
    expect(await namesOf('customers')).toEqual(['identify', 'Customer Created', 'Customer Updated']);
    const seen = new Set<string>();
    let cursor: Parameters<typeof look>[1] = start;
    for (let more = true; more;) {
      const page = await look('products', cursor);
      if (page.kind === 'failed') throw new Error(page.message);
      for (const one of page.products) seen.add(one.product.id);
      ({ cursor, more } = page);
    }
    expect(seen.size).toBe(60);
    expect(await look('products')).toMatchObject({
      products: expect.arrayContaining([
        {
          type: 'product',
          product: expect.objectContaining({
            title: 'Unbranded Metal Fish',
            price: { minor: 5000, currency: 'USD' },
            compareAtPrice: { minor: 6264, currency: 'USD' },
            stock: 4,
          }),
        },
      ]),
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createShopifyAdminFake } from '../../plugins/shopify/admin/fake.ts';
import { createShopifySender, movedInTime } from '../../plugins/shopify/fake.ts';
import { shopifyFixture } from '../../plugins/shopify/fixtures.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import { startStorefront } from '../harness/storefront.ts';

const hours = 1 / 24;
const shop = 'alma-home.myshopify.com';
const sender = createShopifySender({ secret: 'hush', shop });

describe('a shop on Shopify', () => {
  let fake: Awaited<ReturnType<typeof createShopifyAdminFake>>;
  let engine: Awaited<ReturnType<typeof startStorefront>>;
  let call: AdminClient['call'];
  beforeAll(async () => {
    fake = await createShopifyAdminFake('shpat_1');
    engine = await startStorefront({
      use: 'shopify',
      env: { CICLO_PLUGIN_HOOK: 'hush', CICLO_PLUGIN_TOKEN: 'shpat_1' },
      config: {
        secrets: { env: 'CICLO_PLUGIN_HOOK' },
        shop,
        token: { env: 'CICLO_PLUGIN_TOKEN' },
        url: fake.url,
        currency: 'EUR',
      },
    });
    ({ call } = adminClient(engine));
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  const now = () => engine.engine.clock.now(engine.tenant);
  /** Posts a fixture as if it happened now. */
  const post = (name: string, more: object = {}) => {
    const { topic, body } = shopifyFixture(name);
    const at =
      typeof body === 'object' && body !== null && 'updated_at' in body ? String(body.updated_at) : '';
    const moved = at === '' ? body : movedInTime(body, now() - Date.parse(at));
    const changed = typeof moved === 'object' && moved !== null ? { ...moved, ...more } : moved;
    return engine.hook(sender.request({ topic, body: changed, triggeredAt: new Date(now()) }));
  };

  it('wins back who left a checkout with a code that the shop takes, and the order redeems it', async () => {
    expect(await post('checkouts/create/ben-kettle')).toBe(200);
    await engine.days(3 * hours);
    // A call that took too long on a busy machine is made again.
    await engine.days(1);
    expect(fake.inputs).toMatchObject([{ usageLimit: 1, customerGets: { value: { percentage: 0.1 } } }]);
    const [made = ''] = fake.discounts.keys();
    const code = made.toUpperCase();
    const { body } = shopifyFixture('checkouts/create/ben-kettle');
    const email = typeof body === 'object' && body !== null && 'email' in body ? String(body.email) : '';
    expect(engine.subjects(email)).toEqual([`Your code is ${code}`]);
    const discounts = { discount_codes: [{ code, amount: '5.00', type: 'percentage' }] };
    expect(
      await post('orders/create/ana', { email, contact_email: email, customer: null, ...discounts }),
    ).toBe(200);
    expect(await engine.usedBy(code)).toBe('5901000001001');
  });

  it('has its products in the catalog: the lowest price, and what is left of all variants', async () => {
    expect(await post('products/update/mug')).toBe(200);
    const found = await call('GET', '/api/products?q=stoneware');
    expect(found.body).toMatchObject({
      products: [
        {
          title: 'Stoneware mug',
          brand: 'Alma Home',
          categories: ['Mugs'],
          price: { minor: 1950, currency: 'EUR' },
          stock: 7,
          available: true,
        },
      ],
    });
    expect(await post('products/delete/mug')).toBe(200);
    const gone = await call('GET', '/api/products?q=stoneware&available=true');
    expect(gone.body).toMatchObject({ products: [] });
  });

  it('has its requests of privacy acted on: a task with a deadline for people, an erasure at once', async () => {
    expect(await post('customers/data_request/ana')).toBe(200);
    expect(await post('shop/redact/shop')).toBe(200);
    const tasks = JSON.stringify((await call('GET', '/api/tasks')).body);
    expect(tasks).toContain('Privacy Export Requested');
    expect(tasks).toContain('Store Erase Requested');
    expect(tasks).toContain('dueAt');
    const ids = ['shopify_customer_id:7201000000101'];
    const { profiles } = engine.opened.stores;
    expect(await profiles.withIds({ tenant: engine.tenant, ids })).toHaveLength(1);
    const { body } = shopifyFixture('customers/data_request/ana');
    const customer =
      typeof body === 'object' && body !== null && 'customer' in body ? body.customer : undefined;
    const redact = { shop_id: 61000000001, shop_domain: shop, customer, orders_to_redact: [5901000001001] };
    const request = sender.request({ topic: 'customers/redact', body: redact, triggeredAt: new Date(now()) });
    expect(await engine.hook(request)).toBe(200);
    expect(await profiles.withIds({ tenant: engine.tenant, ids })).toHaveLength(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createWooFake, signedByWoo } from '../../plugins/woocommerce/fake.ts';
import { publishedOrder, publishedProduct, unpaidOrder } from '../../plugins/woocommerce/fixtures.ts';
import { adminClient } from '../harness/admin-client.ts';
import { startStorefront } from '../harness/storefront.ts';

const hours = 1 / 24;
const secret = 'woo-secret';
const env = { CICLO_PLUGIN_WOO: secret, CICLO_PLUGIN_WOO_KEY: 'ck_1', CICLO_PLUGIN_WOO_SECRET: 'cs_1' };

describe('a shop on WooCommerce', () => {
  let fake: Awaited<ReturnType<typeof createWooFake>>;
  let engine: Awaited<ReturnType<typeof startStorefront>>;
  beforeAll(async () => {
    fake = await createWooFake({ key: 'ck_1', secret: 'cs_1' });
    engine = await startStorefront({
      use: 'woocommerce',
      env,
      config: {
        secrets: { env: 'CICLO_PLUGIN_WOO' },
        url: fake.url,
        key: { env: 'CICLO_PLUGIN_WOO_KEY' },
        secret: { env: 'CICLO_PLUGIN_WOO_SECRET' },
        currency: 'USD',
      },
    });
  });
  afterAll(async () => {
    await engine.close();
    await fake.close();
  });

  const gmt = () => new Date(engine.engine.clock.now(engine.tenant)).toISOString().slice(0, 19);
  const orderNow = (order: object, id: number, more: object = {}) => {
    const now = gmt();
    const billing = { ...publishedOrder.billing, email: `buyer-${id}@example.com`, phone: '' };
    return {
      ...order,
      id,
      number: String(id),
      billing,
      date_created_gmt: now,
      date_modified_gmt: now,
      ...more,
    };
  };
  const send = (topic: string, body: object) =>
    engine.hook(signedByWoo({ body: Buffer.from(JSON.stringify(body)), secret, topic }));

  it('is set up to send its webhooks, once, and verified by the first one that arrives', async () => {
    const admin = adminClient(engine);
    const act = async (name: 'set-up' | 'remove') =>
      (await admin.call('POST', `/api/connectors/shop/webhooks/${name}`, {})).body;
    const state = async () => (await admin.call('GET', '/api/plugins')).body;
    const shown = (setUp: object) => ({
      plugins: [{ instance: 'mail' }, { webhooks: [{ name: 'main', setUp }] }],
    });
    const url = `${engine.url}/webhooks/${engine.tenant}/shop`;
    expect(await state()).toMatchObject(shown({ state: 'none' }));
    fake.play('unauthorized');
    expect(await act('set-up')).toMatchObject({ webhooks: [{ webhook: 'main', ok: false }] });
    fake.play('ok');
    const made = await act('set-up');
    expect(made).toEqual({ webhooks: [{ webhook: 'main', url, ok: true, created: 11, removed: 0 }] });
    expect(await state()).toMatchObject(shown({ state: 'waiting' }));
    expect(await send('customer.updated', { id: 1, email: 'first@example.com' })).toBe(200);
    expect(await state()).toMatchObject(shown({ state: 'verified' }));
    expect(await act('set-up')).toMatchObject({ webhooks: [{ ok: true, created: 0, removed: 0 }] });
    expect(await state()).toMatchObject(shown({ state: 'verified' }));
    expect(fake.subscriptions.all().map((one) => one.url)).toEqual(Array.from({ length: 11 }, () => url));
    expect(await act('remove')).toMatchObject({ webhooks: [{ ok: true, removed: 11 }] });
    expect(fake.subscriptions.all()).toEqual([]);
    expect(await state()).toMatchObject(shown({ state: 'none' }));
    expect((await admin.call('POST', '/api/connectors/nothing/webhooks/set-up', {})).status).toBe(404);
  });

  it('wins back who did not pay with a code that the shop takes, and the order redeems it', async () => {
    expect(await send('order.created', orderNow(unpaidOrder, 901))).toBe(200);
    await engine.days(3 * hours);
    // A call that took too long on a busy machine is made again.
    await engine.days(1);
    expect(fake.kept.coupons).toHaveLength(1);
    const [coupon] = fake.kept.coupons;
    const code = String(coupon?.['code']).toUpperCase();
    expect(coupon).toMatchObject({ discount_type: 'percent', amount: '10.00', usage_limit: 1 });
    expect(engine.subjects('buyer-901@example.com')).toEqual([`Your code is ${code}`]);
    const paid = {
      status: 'processing',
      coupon_lines: [{ id: 1, code: code.toLowerCase(), discount: '1.80' }],
    };
    expect(
      await send('order.updated', orderNow(publishedOrder, 901, { ...paid, date_paid_gmt: gmt() })),
    ).toBe(200);
    expect(await engine.usedBy(code)).toBe('901');
  });

  it('leaves anyone who paid meanwhile alone, also when the webhook of the payment was lost', async () => {
    expect(await send('order.created', orderNow(unpaidOrder, 902))).toBe(200);
    fake.kept.orders.push(orderNow(publishedOrder, 902, { date_paid_gmt: gmt() }));
    await engine.days(hours);
    await engine.days(2 * hours);
    expect(engine.subjects('buyer-902@example.com')).toEqual([]);
    expect(fake.kept.coupons).toHaveLength(1);
  });

  it('has its products in the catalog, with the price and what is left', async () => {
    expect(
      await send('product.updated', { ...publishedProduct, manage_stock: true, stock_quantity: 3 }),
    ).toBe(200);
    const { body } = await adminClient(engine).call('GET', '/api/products/794');
    expect(body).toMatchObject({
      title: 'Premium Quality',
      price: { minor: 2199, currency: 'USD' },
      stock: 3,
    });
  });
});

import { expect, it } from 'vitest';

import { isObject } from '../../../domain/json.ts';
import { createShopifySender } from '../../../plugins/shopify/fake.ts';
import { shopifyFixture } from '../../../plugins/shopify/fixtures.ts';
import { type Attack, track } from './attack.ts';

const minute = 60_000;

/** What orders may be changed or earned by, and whose they are. */
export const orderAttacks = (
  { engine, send, profileOf }: Attack,
  { secret, shop }: { secret: string; shop: string },
): void => {
  it('cannot place, move or cancel an order, or earn by one', async () => {
    const { tenant, opened } = engine();
    const before = await opened.stores.orders.get({ tenant, orderId: 'a-1' });
    expect(before?.profileId).toBe(await engine().profileId('ana'));
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
      const { tenant, opened } = engine();
      const messageId = 'shopify:order-completed:77';
      await send([{ type: 'page', anonymousId: 'visitor', messageId }]);
      await send([{ type: 'track', event: 'Odd', userId: 'ben', messageId }], engine().keys.write);
      const at = new Date(engine().engine.clock.now(tenant)).toISOString();
      const order: unknown = shopifyFixture('orders/create/ana').body;
      const body = {
        ...(isObject(order) ? order : {}),
        id: 77,
        created_at: at,
        processed_at: at,
        updated_at: at,
      };
      const sender = createShopifySender({ secret: secret, shop });
      const url = `${engine().url}/webhooks/${tenant}/shopify`;
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
      const { tenant, opened } = engine();
      const at = new Date(engine().engine.clock.now(tenant)).toISOString();
      const order: unknown = shopifyFixture('orders/create/ana').body;
      const sender = createShopifySender({ secret: secret, shop });
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
        const url = `${engine().url}/webhooks/${tenant}/shopify`;
        expect((await sender.send(url, { topic: 'orders/create', body })).status).toBe(200);
        const aboutOrders = () =>
          engine()
            .subjects(email)
            .filter((subject) => /54000000000\d\d/.test(subject));
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
};

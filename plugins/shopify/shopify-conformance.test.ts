import { conformance, scenarios } from '../testing.ts';
import { createShopifyAdminFake } from './admin/fake.ts';
import { createShopifySender } from './fake.ts';
import { shopifyFixture } from './fixtures.ts';
import { shopifyPlugin } from './shopify.ts';

const example = (name: string, events: readonly object[]) => {
  const { topic, body } = shopifyFixture(name);
  return { name, topic, body, events };
};

conformance({
  plugin: shopifyPlugin,
  secrets: {
    SHOPIFY_SECRET: 'canary-shopify-secret-1',
    SHOPIFY_NEXT: 'canary-shopify-secret-2',
    SHOPIFY_TOKEN: 'shpat_canary_shopify_token',
  },
  config: (url) => ({
    secrets: [{ env: 'SHOPIFY_SECRET' }, { env: 'SHOPIFY_NEXT' }],
    ...(url === '' ? {} : { url, token: { env: 'SHOPIFY_TOKEN' } }),
  }),
  provider: { start: () => createShopifyAdminFake('shpat_canary_shopify_token'), plays: scenarios },
  actions: {
    'create-coupon': {
      input: { code: 'HELLO-7GHK', kind: 'percentage', value: '10', minOrder: 20 },
      junk: [
        { code: 'HELLO-7GHK', kind: 'percentage' },
        { code: 'x', kind: 'amount', value: 5 },
      ],
    },
  },
  webhooks: {
    main: {
      sign: ({ body, secret, now, id, topic }) =>
        createShopifySender({ secret, shop: 'alma-home.myshopify.com' }).request({
          topic: topic ?? 'orders/create',
          body,
          webhookId: id,
          eventId: `event-of-${id}`,
          triggeredAt: new Date(now),
        }),
      required: ['x-shopify-hmac-sha256', 'x-shopify-topic'],
      signsTime: false,
      secretNames: ['SHOPIFY_SECRET', 'SHOPIFY_NEXT'],
      examples: [
        example('orders/create/ana', [
          { type: 'identify' },
          { type: 'track', event: 'Consent Granted' },
          { type: 'track', event: 'Order Completed' },
        ]),
        example('orders/updated/ana', [{ event: 'Order Updated' }]),
        example('orders/paid/ana', [{ event: 'Order Paid' }]),
        example('orders/cancelled/clara', [{ event: 'Order Cancelled' }]),
        example('carts/update/ana', [{ event: 'Cart Updated' }]),
        example('checkouts/create/ben-kettle', [
          { type: 'identify' },
          { event: 'Consent Granted' },
          { event: 'Checkout Started' },
        ]),
        example('checkouts/update/ana-completed', []),
        example('customers/create/clara', [{ type: 'identify' }, { event: 'Customer Created' }]),
        example('refunds/create/ana-one-mug', [{ event: 'Order Refunded' }]),
        example('customers/redact/clara', [{ event: 'Privacy Erase Requested' }]),
        example('fulfillments/update/ana-delivered', [{ event: 'Order Delivered' }]),
        example('products/update/mug', []),
      ],
    },
  },
});

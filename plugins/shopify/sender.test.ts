import { afterAll, describe, expect, test } from 'vitest';
import { at, createHarness, testNow } from '../testing/harness.ts';
import { createShopifySender } from './fake.ts';
import { shopifyPlugin } from './shopify.ts';

const shop = 'alma-home.myshopify.com';
const secret = 'hush';
const harness = createHarness({
  plugin: shopifyPlugin,
  config: { secrets: { env: 'S' }, shop: shop.toUpperCase() },
  secrets: { S: secret },
});
afterAll(() => harness.close());

describe('the sender', () => {
  test('is accepted under both header prefixes, by the configured shop only', () => {
    const receive = (options: Parameters<typeof createShopifySender>[0]) => {
      const request = createShopifySender(options).request({ topic: 'orders/create', body: {} });
      return harness.runtime.receive({ ...at, request, now: testNow });
    };
    expect(receive({ secret, shop, prefix: 'shopify-' }).kind).toBe('verified');
    expect(receive({ secret, shop: 'other.myshopify.com' })).toMatchObject({
      status: 401,
      code: 'wrong-source',
    });
  });
});

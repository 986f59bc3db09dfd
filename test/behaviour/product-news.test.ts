import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const told = (key: string, on: string, title: string) => ({
  key,
  name: on,
  stage: 'expansion',
  entry: { on, key: '$.properties.product_id', again: 'always' },
  steps: [{ id: 'task', type: 'task', title }],
});

describe('what happens to a product', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    const files = {
      'journeys/back.json': told(
        'back',
        'Back In Stock',
        '{{profile.traits.firstName}}: {{entry.properties.title}} is back ({{entry.properties.interest}})',
      ),
      'journeys/cheaper.json': told(
        'cheaper',
        'Price Dropped',
        '{{profile.traits.firstName}}: {{entry.properties.title}} for {{entry.properties.price}} instead of {{entry.properties.previous_price}}',
      ),
    };
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    call = adminClient(engine).call;
    for (const one of ['ana', 'ben', 'eva', 'leo', 'zoe']) await engine.identify(one, { firstName: one });
  });
  afterAll(() => engine.close());

  const say = async (product: object) => {
    const { status, body } = await call('POST', '/api/products', { products: [product] });
    expect(status, JSON.stringify(body)).toBe(200);
    await engine.comeToRest(engine.tenant);
  };
  const titles = async (): Promise<readonly string[]> => {
    const { body } = await call('GET', '/api/tasks?limit=200');
    return [...JSON.stringify(body).matchAll(/"title":"([^"]+)"/g)]
      .map(([, title]) => title ?? '')
      .toSorted();
  };
  const euro = (minor: number) => ({ minor, currency: 'EUR' });

  it('is told once to everybody who asked, or looked while it was out of stock, and to nobody who bought it since', async () => {
    await engine.track('leo', 'Product Viewed', { product_id: 'fern' });
    await engine.days(1);
    await say({ id: 'fern', title: 'Fern', sku: 'F-1', price: euro(2000), stock: 0 });
    await engine.track('ana', 'Back In Stock Requested', { product_id: 'fern' });
    await engine.track('ana', 'Product Viewed', { product_id: 'fern' });
    await engine.track('ben', 'Product Viewed', { sku: 'F-1' });
    await engine.track('eva', 'Product Viewed', { product_id: 'fern' });
    await engine.track('eva', 'Order Completed', {
      order_id: 'o-1',
      currency: 'EUR',
      revenue: 20,
      products: [{ product_id: 'fern', price: 20, quantity: 1 }],
    });
    await say({ id: 'fern', stock: 5 });
    await say({ id: 'fern', stock: 4 });
    expect(await titles()).toEqual(['ana: Fern is back (requested)', 'ben: Fern is back (viewed)']);
  });

  it('is a lower price to those who looked or had it in the cart of late, and nothing when it is gone again', async () => {
    await engine.track('zoe', 'Product Added', { product_id: 'pot' });
    await engine.days(40);
    await engine.track('leo', 'Product Added', { product_id: 'pot' });
    await say({ id: 'pot', title: 'Pot', price: euro(3000), stock: 9 });
    await say({ id: 'pot', price: euro(2400) });
    await say({ id: 'pot', price: euro(2600) });
    const about = async () => (await titles()).filter((one) => one.includes('Pot'));
    expect(await about()).toEqual(['leo: Pot for 24 instead of 30']);
    await say({ id: 'pot', price: euro(2000), stock: 0 });
    expect(await about()).toHaveLength(1);
  });
});

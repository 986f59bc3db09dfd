import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;

const journey = {
  key: 'again',
  name: 'Tea again',
  stage: 'expansion',
  entry: { on: 'Replenishment Due', key: '$.properties.product_id', again: 'always' },
  steps: [
    {
      id: 'task',
      type: 'task',
      title: '{{profile.traits.firstName}}: {{entry.properties.title}}, {{entry.properties.usual_days}} days',
    },
  ],
};

describe('a product that is likely to be used up', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  let orders = 0;

  const buys = async (userId: string, product: string, daysAgo: readonly number[]): Promise<void> => {
    for (const days of daysAgo) {
      orders += 1;
      const timestamp = engine.engine.clock.now(engine.tenant) - days * day;
      const products = [{ product_id: product, price: 10, quantity: 1 }];
      const properties = { order_id: `o-${orders}`, currency: 'EUR', revenue: 10, products };
      await engine.track(userId, 'Order Completed', properties, { timestamp });
    }
  };
  const titles = async (): Promise<readonly string[]> => {
    const { body } = await call('GET', '/api/tasks?limit=200');
    return [...JSON.stringify(body).matchAll(/"title":"([^"]+)"/g)]
      .map(([, title]) => title ?? '')
      .toSorted();
  };

  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files: { 'journeys/again.json': journey } }),
    });
    call = adminClient(engine).call;
    const price = { minor: 1000, currency: 'EUR' };
    const products = ['tea', 'vase'].map((id) => ({ id, title: id, price, stock: 5 }));
    await call('POST', '/api/products', { products });
    for (const one of ['ana', 'ben', 'eva', 'leo', 'zoe', 'mia', 'sam'])
      await engine.identify(one, { firstName: one });
  });
  afterAll(() => engine.close());

  it('is told once to anyone who bought it as long ago as people take to buy it again, and did not since', async () => {
    for (const one of ['ana', 'ben', 'eva']) await buys(one, 'tea', [100, 70, 40, 10]);
    await buys('zoe', 'tea', [31]);
    await buys('leo', 'tea', [31, 5]);
    await buys('sam', 'tea', [60]);
    await engine.identify('mia', { personalisation: false });
    await buys('mia', 'tea', [31]);
    await buys('zoe', 'vase', [31]);
    await engine.days(1);
    expect(await titles()).toEqual(['zoe: tea, 30 days']);
    await engine.days(1);
    expect(await titles()).toHaveLength(1);
  });

  it('is told when the day comes, and not of what cannot be bought', async () => {
    await engine.days(17);
    expect(await titles()).toHaveLength(1);
    await engine.days(2);
    expect(await titles()).toEqual(['ana', 'ben', 'eva', 'zoe'].map((one) => `${one}: tea, 30 days`));
    const gone = { id: 'tea', title: 'tea', price: { minor: 1000, currency: 'EUR' }, stock: 0 };
    expect((await call('POST', '/api/products', { products: [gone] })).status).toBe(200);
    await engine.days(5);
    expect(await titles()).toHaveLength(4);
  });
});

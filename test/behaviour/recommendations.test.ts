import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;

const answerSchema = z.object({
  recommendations: z.array(
    z.object({
      product: z.object({ id: z.string() }),
      because: z.looseObject({ kind: z.string(), product: z.string().optional() }),
    }),
  ),
});

const journey = {
  key: 'more',
  name: 'More of it',
  stage: 'expansion',
  entry: { on: 'Asked For More', again: 'always' },
  steps: [
    {
      id: 'pick',
      type: 'recommend',
      by: 'best',
      limit: 2,
      otherwise: [{ id: 'none', type: 'exit', outcome: 'none' }],
    },
    {
      id: 'task',
      type: 'task',
      title: '{{steps.pick.title}}: {{#each steps.pick.items}}{{product_id}} {{/each}}',
    },
  ],
};

describe('recommendations', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  let orders = 0;

  /** An order of products by their ids. */
  const order = async (userId: string, products: readonly string[], daysAgo = 1): Promise<string> => {
    orders += 1;
    const id = `o-${orders}`;
    const timestamp = engine.engine.clock.now(engine.tenant) - daysAgo * day;
    await engine.track(
      userId,
      'Order Completed',
      {
        order_id: id,
        currency: 'EUR',
        revenue: 10 * products.length,
        products: products.map((product_id) => ({ product_id, price: 10, quantity: 1 })),
      },
      { timestamp },
    );
    return id;
  };
  const ask = async (path: string) => {
    const { status, body } = await call('GET', path);
    expect(status, JSON.stringify(body)).toBe(200);
    return answerSchema.parse(body).recommendations;
  };
  const of = async (userId: string, query = '') =>
    ask(`/api/profiles/${await engine.profileId(userId)}/recommendations${query}`);
  const idsOf = (found: Awaited<ReturnType<typeof ask>>) => found.map(({ product }) => product.id);

  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files: { 'journeys/more.json': journey } }),
    });
    call = adminClient(engine).call;
    const products = ['tea', 'pot', 'cup', 'rug', 'mat', 'old', 'oat'].map((id) => ({
      id,
      title: `The ${id}`,
      categories: [['rug', 'mat'].includes(id) ? 'floor' : 'kitchen'],
      price: { minor: 1000, currency: 'EUR' },
      stock: id === 'old' ? 0 : 5,
    }));
    await call('POST', '/api/products', { products });
    for (const one of ['a', 'b', 'c', 'd']) await order(one, ['tea', 'pot', 'old']);
    for (const one of ['e', 'f', 'g', 'h', 'i']) await order(one, ['rug', 'mat']);
    for (const one of ['j', 'k']) await order(one, ['cup']);
  });
  afterAll(() => engine.close());

  it('are what others bought with it, with lift and reason; never what is out of stock or had already', async () => {
    await order('ana', ['tea']);
    const found = await of('ana', '?by=bought-together&limit=3');
    expect(found[0]).toMatchObject({
      product: { id: 'pot' },
      because: { kind: 'bought-together', product: 'tea', text: expect.stringContaining('The tea') },
    });
    expect(idsOf(found)).not.toContain('old');
    expect(idsOf(found)).not.toContain('tea');
    expect(idsOf(await ask('/api/products/rug/related'))[0]).toBe('mat');
  });

  it('do not count what was refunded, and forget the pair', async () => {
    const ids = [await order('r1', ['cup', 'mat']), await order('r2', ['cup', 'mat'])];
    for (const [index, id] of ids.entries()) {
      const properties = { order_id: id, currency: 'EUR', total: 20, revenue: 20 };
      await engine.track(`r${index + 1}`, 'Order Refunded', properties);
    }
    await engine.days(1);
    const related = await ask('/api/products/cup/related');
    expect(related.filter(({ because }) => because.kind === 'bought-together')).toEqual([]);
  });

  it('are what is popular for somebody new, and for somebody who does not want to be personalised', async () => {
    await engine.identify('new', { firstName: 'Eva' });
    const found = await of('new', '?limit=2');
    expect(found.map(({ because }) => because.kind)).toEqual(['popular', 'popular']);
    await order('shy', ['tea']);
    await engine.identify('shy', { personalisation: false });
    expect((await of('shy', '?limit=2')).map(({ because }) => because.kind)).toEqual(['popular', 'popular']);
  });

  it('say when to buy again what is used up, and not before', async () => {
    for (const one of ['x', 'y', 'z']) {
      for (const daysAgo of [150, 120, 90, 60]) await order(one, ['oat'], daysAgo);
    }
    await engine.days(1);
    await order('due', ['oat'], 31);
    await order('early', ['oat'], 3);
    expect(await of('due', '?by=reorder')).toMatchObject([
      { product: { id: 'oat' }, because: { kind: 'reorder', days: 30, daysSince: 31 } },
    ]);
    expect(await of('early', '?by=reorder')).toEqual([]);
  });

  it('are given to a journey by its step, the first and all of them', async () => {
    await engine.track('ana', 'Asked For More');
    await engine.comeToRest(engine.tenant);
    const { body } = await call('GET', '/api/tasks');
    expect(JSON.stringify(body)).toMatch(/The pot: pot \w+ /);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const idSchema = z.looseObject({ id: z.string() });

describe('the results of a campaign', () => {
  let engine: TestedEngine;
  let admin: AdminClient;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      start: Date.UTC(2026, 2, 10, 6),
      files: (tenant) =>
        shopFiles({
          tenant,
          messages: ['welcome'],
          settings: { timezone: 'UTC', currency: 'EUR', messageCosts: { email: 0.01 } },
          files: {
            'journeys/cart.json': {
              key: 'cart',
              name: 'Carts',
              stage: 'retention',
              entry: { on: 'Checkout Started' },
              goal: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
              steps: [
                { id: 'mail', type: 'send', channel: 'email', message: 'welcome' },
                { id: 'rest', type: 'wait', for: '3 days' },
              ],
            },
          },
        }),
    });
    admin = adminClient(engine);
  });
  afterAll(() => engine.close());

  const ok = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await admin.call(method, path, body);
    expect([answer.status < 300, answer.status < 300 ? '' : answer.body]).toEqual([true, '']);
    return answer.body;
  };

  it('are budget, cost, revenue and return over its journeys and broadcasts, each order once, and only in its time', async () => {
    const euro = (minor: number) => ({ minor, currency: 'EUR' });
    const { id } = idSchema.parse(
      await ok('POST', '/api/records/campaign', {
        data: {
          name: 'Spring',
          startsOn: '2026-03-12',
          endsOn: '2026-03-20',
          budget: euro(10_000),
          costs: [{ what: 'Leaflets', amount: euro(2000) }],
          journeys: [{ journey: 'cart' }],
        },
      }),
    );
    for (const name of ['early', 'ana', 'ben']) await engine.customer(name);
    const order = (name: string, n: number, revenue: number) =>
      engine.track(name, 'Order Completed', { order_id: `c-${n}`, revenue, currency: 'EUR' });
    // Before the campaign begins: no result of it.
    await engine.track('early', 'Checkout Started');
    await order('early', 1, 99);
    await engine.days(3);

    await engine.track('ana', 'Checkout Started');
    const made = idSchema.parse(
      await ok('POST', '/api/broadcasts', {
        name: 'Spring sale',
        campaign: id,
        audience: { everybody: true },
        variants: [{ name: 'a', message: 'welcome' }],
      }),
    );
    await ok('POST', `/api/broadcasts/${made.id}/schedule`, {});
    // One order, of somebody who is in both.
    await order('ana', 2, 50);
    await order('ben', 3, 30);

    const results = await ok('GET', `/api/records/campaign/${id}/results`);
    expect(results).toMatchObject({
      from: '2026-03-12T00:00:00.000Z',
      until: '2026-03-21T00:00:00.000Z',
      people: 2,
      totals: [
        // Four mails at a cent each: one of the journey, three of the broadcast.
        {
          currency: 'EUR',
          budget: 10_000,
          cost: 2004,
          sendingCost: 4,
          revenue: 8000,
          profit: 5996,
          return: 5996 / 2004,
        },
      ],
      sources: [
        {
          kind: 'journey',
          id: 'cart',
          name: 'Carts',
          entered: 1,
          sent: 1,
          converted: 1,
          revenue: [euro(5000)],
        },
        { kind: 'broadcast', id: made.id, name: 'Spring sale', entered: 3, sent: 3, converted: 2 },
      ],
      posts: [],
    });

    // Half of one order comes back, and the other one is cancelled.
    await engine.track('ana', 'Order Refunded', { order_id: 'c-2', total: 25, currency: 'EUR' });
    const totals = async () => {
      const answer = await ok('GET', `/api/records/campaign/${id}/results`);
      return z.object({ totals: z.array(z.looseObject({})) }).parse(answer).totals;
    };
    expect(await totals()).toMatchObject([{ revenue: 5500, refunded: 2500, profit: 5500 - 2004 }]);
    await engine.track('ben', 'Order Cancelled', { order_id: 'c-3', currency: 'EUR' });
    expect(await totals()).toMatchObject([{ revenue: 2500, refunded: 5500 }]);
  });

  it('are those of campaigns only', async () => {
    const { id } = idSchema.parse(await ok('POST', '/api/records/deal', { data: { name: 'Deal' } }));
    expect((await admin.call('GET', `/api/records/deal/${id}/results`)).status).toBe(422);
    expect((await admin.call('GET', '/api/records/campaign/nobody/results')).status).toBe(404);
  });
});

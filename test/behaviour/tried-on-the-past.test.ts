import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

let engine: TestedEngine;
let api: AdminClient;

const trial = z.looseObject({ events: z.int(), lookedAt: z.int(), matched: z.int(), people: z.int() });

beforeAll(async () => {
  engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  api = adminClient(engine);
  await engine.customer('ana', { city: 'Vigo' });
  await engine.customer('bo', { city: 'Lugo' });
  await engine.track('ana', 'Product Viewed', { price: 80, category: 'tea' });
  await engine.track('ana', 'Product Viewed', { price: 20 });
  await engine.track('bo', 'Product Viewed', { price: 90 });
  await engine.days(10);
  await engine.track('ana', 'Product Viewed', { price: 70 });
});
afterAll(() => engine.close());

const dear = { fact: 'event', path: '$.properties.price', operator: 'greaterThan', value: 50 };
const inVigo = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
const times = (count: number) => ({
  fact: 'events',
  params: { name: 'Product Viewed' },
  path: '$.count',
  operator: 'equal',
  value: count,
});

const tryIt = async (conditions: object, more: object = {}) => {
  const { status, body } = await api.call('POST', '/api/rules/try', {
    on: ['Product Viewed'],
    conditions,
    days: 30,
    ...more,
  });
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return trial.parse(body);
};

it('a rule says for how many events of the last days it would have held, of how many people, and which', async () => {
  expect(await tryIt({ all: [dear] }, { sample: 1 })).toEqual({
    events: 4,
    lookedAt: 4,
    matched: 3,
    people: 2,
    sample: [
      {
        id: expect.any(String),
        event: 'Product Viewed',
        at: expect.any(String),
        properties: { price: 70 },
        person: expect.objectContaining({ traits: expect.objectContaining({ city: 'Vigo' }) }),
      },
    ],
    properties: ['price', 'category'],
  });
  expect(await tryIt({ all: [dear] }, { days: 7 })).toMatchObject({ events: 1, matched: 1 });
  expect(await tryIt({ all: [{ any: [inVigo] }, dear] })).toMatchObject({ matched: 2, people: 1 });
  expect(await tryIt({ all: [dear] }, { on: ['*'], days: 7 })).toMatchObject({ matched: 1 });
});

it('what somebody did before counts as it was when the event came', async () => {
  expect(await tryIt({ all: [times(0)] })).toMatchObject({ matched: 2, people: 2 });
  expect(await tryIt({ all: [times(2)] })).toMatchObject({ matched: 1, people: 1 });
});

it('traits count as they were when the event came', async () => {
  await engine.identify('bo', { city: 'Vigo' });
  expect(await tryIt({ all: [inVigo, dear] })).toMatchObject({ matched: 2, people: 1 });
});

it('what is wrong is told at its place, and events are shown to those who may see people only', async () => {
  const wrong = { all: [{ fact: 'segments', operator: 'contains', value: 'nowhere' }] };
  expect(await api.call('POST', '/api/rules/try', { on: ['*'], conditions: wrong })).toMatchObject({
    status: 400,
    body: { problems: [{ code: 'unknown-segment' }] },
  });
  const made = await api.call('POST', '/api/keys', { name: 'looker', kind: 'server', scopes: ['read'] });
  const { key } = z.object({ key: z.string() }).parse(made.body);
  const status = async (sample: number) => {
    const answer = await engine.request('/api/rules/try', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ on: ['*'], conditions: { all: [dear] }, sample }),
    });
    return answer.status;
  };
  expect([await status(0), await status(1)]).toEqual([200, 403]);
});

it('a programme says what it would have given, by rule and limit, and what that costs', async () => {
  const order = (id: string, revenue: number) => ({ order_id: id, revenue, currency: 'EUR' });
  await engine.track('bo', 'Order Completed', order('t-1', 80.9));
  await engine.track('ana', 'Order Completed', order('t-2', 20));
  for (const rating of [5, 4, 2]) await engine.track('ana', 'Product Reviewed', { rating });
  const rating = { fact: 'event', path: '$.properties.rating', operator: 'greaterThan', value: 3 };
  const definition = {
    key: 'tea',
    name: 'Tea Club',
    earn: [
      { key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 },
      { key: 'good', on: 'Product Reviewed', points: 25, conditions: { all: [rating] } },
      { key: 'once', on: 'Product Reviewed', points: 10, limit: { times: 1, per: 'month' } },
      { key: 'visit', on: 'Store Visited', points: 2 },
    ],
    cost: { points: 100, amount: 2 },
  };
  const { status, body } = await api.call('POST', '/api/loyalty/programs/try', { definition });
  expect([status, body]).toEqual([
    200,
    {
      events: 5,
      lookedAt: 5,
      points: 160,
      people: 2,
      cost: 320,
      currency: 'EUR',
      rules: [
        { rule: 'purchase', times: 2, points: 100 },
        { rule: 'good', times: 2, points: 50 },
        { rule: 'once', times: 1, points: 10 },
        { rule: 'visit', times: 0, points: 0 },
      ],
    },
  ]);
  const wrong = await api.call('POST', '/api/loyalty/programs/try', {
    definition: { ...definition, earn: [{ key: 'purchase', on: 'Order Completed', points: 0 }] },
  });
  expect(wrong).toMatchObject({ status: 400, body: { problems: [{ path: 'definition.earn[0].points' }] } });
});

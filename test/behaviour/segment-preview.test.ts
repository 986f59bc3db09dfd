import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const inVigo = { fact: 'profile', path: '$.traits.city', operator: 'equal', value: 'Vigo' };
const files = {
  'segments/vigo.json': { key: 'vigo', name: 'From Vigo', when: { all: [inVigo] } },
};

let engine: TestedEngine;
let api: AdminClient;

beforeAll(async () => {
  engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  api = adminClient(engine);
  await engine.customer('ana', { city: 'Vigo' });
  await engine.customer('bo', { city: 'Vigo' });
  await engine.customer('cloe', { city: 'Lugo' });
  await engine.track('ana', 'Product Viewed', { product_id: '1' });
});
afterAll(() => engine.close());

const viewed = {
  fact: 'events',
  params: { name: 'Product Viewed', within: '7 days' },
  path: '$.count',
  operator: 'greaterThanInclusive',
  value: 1,
};

it('conditions say how many people they hold for, who some of them are, and what they share with segments', async () => {
  const { status, body } = await api.call('POST', '/api/segments/preview', {
    when: { any: [inVigo, viewed] },
    sample: 1,
    overlaps: true,
  });
  expect([status, body]).toEqual([
    200,
    {
      members: 2,
      everybody: 3,
      sample: [expect.objectContaining({ id: expect.any(String) })],
      overlaps: [{ segment: 'vigo', name: 'From Vigo', both: 2, members: 2 }],
    },
  ]);
  const narrow = await api.call('POST', '/api/segments/preview', { when: { all: [inVigo, viewed] } });
  expect(narrow.body).toEqual({ members: 1, everybody: 3, sample: [], overlaps: [] });
});

it('what is wrong with conditions is told at its place', async () => {
  const wrong = { all: [{ fact: 'segments', operator: 'contains', value: 'vigoo' }] };
  const { status, body } = await api.call('POST', '/api/segments/preview', { when: wrong });
  expect([status, body]).toEqual([
    400,
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'unknown-segment' })] }),
  ]);
  const shapeless = await api.call('POST', '/api/segments/preview', { when: { all: [] } });
  expect(shapeless.status).toBe(400);
});

it('people are shown to those who may see them only', async () => {
  const made = await api.call('POST', '/api/keys', { name: 'looker', kind: 'server', scopes: ['read'] });
  const { key } = z.object({ key: z.string() }).parse(made.body);
  const status = async (sample: number) => {
    const answer = await engine.request('/api/segments/preview', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ when: { all: [inVigo] }, sample }),
    });
    return answer.status;
  };
  expect([await status(0), await status(1)]).toEqual([200, 403]);
});

it('a segment is shown with its definition', async () => {
  const { body } = await api.call('GET', '/api/segments/vigo');
  expect(body).toMatchObject({ key: 'vigo', members: 2, definition: files['segments/vigo.json'] });
  expect((await api.call('GET', '/api/segments/nowhere')).status).toBe(404);
});

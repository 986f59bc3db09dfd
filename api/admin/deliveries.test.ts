import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { bearer, createTestApi, keys, lackingKeys } from '../api-for-tests.ts';

const { app, probe } = createTestApi();
const get = (path: string, key: string = keys.admin) => app.request(path, { headers: bearer(key) });
const post = (path: string, body: object) =>
  app.request(path, {
    method: 'POST',
    headers: { ...bearer(keys.admin), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('/api/deliveries', () => {
  it('lists what came in by state and instance, page by page, without what it says', async () => {
    const first: unknown = await (await get('/api/deliveries?limit=2')).json();
    expect(first).toMatchObject({ deliveries: [{ id: 'd3', state: 'done' }, { id: 'd2' }] });
    const { next } = z.object({ next: z.string() }).parse(first);
    expect(await (await get(`/api/deliveries?limit=2&cursor=${next}`)).json()).toEqual({
      deliveries: [expect.objectContaining({ id: 'd1', state: 'dead', attempts: 8 })],
    });
    const failing = await (await get('/api/deliveries?state=failing')).text();
    expect(JSON.parse(failing)).toMatchObject({
      deliveries: [{ id: 'd2', error: 'unreadable-payload: There is no id.', attempts: 2 }],
    });
    expect(failing).not.toContain('request');
    expect((await get('/api/deliveries?state=lost')).status).toBe(400);
  });

  it('shows one with its error and what it says, and no bytes that are no text', async () => {
    expect(await (await get('/api/deliveries/d1')).json()).toMatchObject({
      error: 'unreadable-payload: There is no id.',
      request: { method: 'POST', contentType: 'application/json', body: '{"email":"ana@example.com"}' },
    });
    expect(await (await get('/api/deliveries/d2')).json()).toMatchObject({
      request: { method: 'POST', bytes: 2 },
    });
    expect((await get('/api/deliveries/none')).status).toBe(404);
  });

  it('is for keys that may see personal data', async () => {
    for (const path of ['/api/deliveries', '/api/deliveries/d1']) {
      expect((await get(path, lackingKeys['personal-data'])).status).toBe(403);
    }
  });

  it('reads stuck ones again, one or all of a kind, and says so in the audit trail', async () => {
    probe.audit.length = 0;
    expect((await post('/api/deliveries/d1/retry', {})).status).toBe(202);
    expect((await post('/api/deliveries/d3/retry', {})).status).toBe(409);
    expect((await post('/api/deliveries/none/retry', {})).status).toBe(404);
    const all = await post('/api/deliveries/retry', { state: 'failing', instance: 'store' });
    expect(await all.json()).toEqual({ queued: 1, more: false });
    const some = await post('/api/deliveries/retry', { state: 'dead', limit: 1 });
    expect(await some.json()).toEqual({ queued: 1, more: true });
    expect((await post('/api/deliveries/retry', { state: 'done' })).status).toBe(400);
    expect(probe.audit).toMatchObject([
      { action: 'delivery.retry', subject: 'd1' },
      { action: 'delivery.retry-all', details: { state: 'failing', queued: 1, instance: 'store' } },
      { action: 'delivery.retry-all', details: { state: 'dead', queued: 1 } },
    ]);
  });
});

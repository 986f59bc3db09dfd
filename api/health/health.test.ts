import { describe, expect, it } from 'vitest';
import { createApi } from '../api-for-tests.ts';

const check = (name: string, look: () => Promise<{ ok: boolean; message?: string }>) => ({
  name,
  check: look,
});

describe('health', () => {
  it('is answered as long as the process lives', async () => {
    expect((await (await createApi()).app.request('/healthz')).status).toBe(200);
  });

  it('is ready when everything it needs is there', async () => {
    const { app } = await createApi({ checks: [check('store', async () => ({ ok: true }))] });
    const answer = await app.request('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: [{ name: 'store', ok: true }] },
    ]);
  });

  it('is not ready when something is away, breaks or hangs; why is in the log and not on the page', async () => {
    const { app, probe } = await createApi({
      checks: [
        check('away', async () => ({ ok: false, message: 'mongodb://secret@10.0.0.1' })),
        check('broken', async () => {
          throw new Error('secret of the broken');
        }),
        check('hangs', () => new Promise(() => undefined)),
      ],
    });
    const answer = await app.request('/readyz');
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(text).not.toContain('secret');
    expect(JSON.stringify(probe.logged)).toContain('secret of the broken');
    expect(JSON.parse(text)).toMatchObject({ checks: [{ ok: false }, { ok: false }, { ok: false }] });
  });

  it('shows its figures and its documentation to operators only, on a port of their own', async () => {
    const { app, operator } = await createApi();
    for (const path of ['/metrics', '/docs', '/openapi.json']) {
      expect((await app.request(path)).status).toBe(404);
      expect((await operator.request(path)).status).toBe(200);
    }
    expect((await operator.request('/healthz')).status).toBe(200);
    expect((await operator.request('/api/journeys')).status).toBe(404);
    const answer = await operator.request('/metrics');
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toContain('# TYPE ciclo_http_requests_total counter');
  });
});

describe('every request', () => {
  it('is refused for a host that is not ours, as a page sends it whose name leads to this machine', async () => {
    const { app, operator } = await createApi({
      publicUrl: 'https://ciclo.shop.example',
      hosts: ['links.test'],
    });
    const at = async (one: Pick<typeof app, 'request'>, host: string) =>
      (await one.request('/healthz', { headers: { host } })).status;
    for (const host of ['ciclo.shop.example', 'links.test', 'localhost:3000', '10.0.0.7', 'api']) {
      expect([host, await at(app, host)]).toEqual([host, 200]);
    }
    for (const one of [app, operator]) expect(await at(one, 'evil.test')).toBe(403);
    const refused = await app.request('/api/journeys', { headers: { host: 'evil.test' } });
    expect(await refused.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('CICLO_HOSTS'),
    });
  });

  it('has an id, is counted by its route and not by its address, and gets safe headers', async () => {
    const { app, probe } = await createApi();
    const answer = await app.request('/u/some-token', { headers: { 'x-request-id': 'mine-1' } });
    expect(answer.headers.get('x-request-id')).toBe('mine-1');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
    expect(probe.requests).toMatchObject([{ route: '/u/:token', status: 404 }]);
  });

  it('to nowhere is a problem document, and by the wrong method says which are right', async () => {
    const { app } = await createApi();
    const nowhere = await app.request('/nothing/here');
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({ code: 'not-found', requestId: expect.any(String) });
    const wrong = await app.request('/v1/track');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

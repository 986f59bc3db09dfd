import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, createTestApi, keys, lackingKeys } from '../api-for-tests.ts';

type Api = ReturnType<typeof createTestApi>;
const call = (api: Api, method: string, path: string, body?: object, key: string = keys.admin) =>
  api.app.request(path, {
    method,
    headers: { 'content-type': 'application/json', ...bearer(key) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const madeSchema = z.object({ key: z.string(), id: z.string(), scopes: z.array(z.string()) });
const make = async (api: Api, body: object) =>
  madeSchema.parse(await (await call(api, 'POST', '/api/keys', body)).json());
const listSchema = z.object({
  keys: z.array(z.looseObject({ name: z.string(), lastUsedAt: z.string().optional() })),
});
const list = async (api: Api) => listSchema.parse(await (await call(api, 'GET', '/api/keys')).json()).keys;
const track = async (api: Api, key: string): Promise<number> =>
  (await call(api, 'POST', '/v1/page', { anonymousId: 'a1' }, key)).status;

describe('keys', () => {
  it('of both kinds can be made, tell whose word they are, and are shown once', async () => {
    const api = createTestApi();
    const page = await make(api, { name: 'web', kind: 'public' });
    const server = await make(api, { name: 'shop', kind: 'server' });
    expect(page).toMatchObject({ key: expect.stringMatching(/^pk_[\w-]{43}$/), scopes: ['track:public'] });
    expect(server).toMatchObject({ key: expect.stringMatching(/^sk_[\w-]{43}$/), scopes: ['track:server'] });
    expect([await track(api, page.key), await track(api, server.key)]).toEqual([200, 200]);
    expect(api.probe.events.map(({ tenant, event }) => [tenant, event.trust])).toEqual([
      ['shop', 'public'],
      ['shop', 'server'],
    ]);
    const shown = JSON.stringify(await list(api));
    expect(shown).not.toContain(page.key);
    expect(shown).toContain('"name":"web"');
    expect(api.probe.audit.map(({ action }) => action)).toEqual(['key.create', 'key.create']);
  });

  it('note their last use once a minute, end, and can be revoked', async () => {
    const api = createTestApi();
    const expiresAt = new Date(api.probe.systemTime + 120_000).toISOString();
    const brief = await make(api, { name: 'brief', kind: 'server', expiresAt });
    expect(await track(api, brief.key)).toBe(200);
    const first = (await list(api))[0]?.lastUsedAt;
    expect(first).toBe(new Date(api.probe.systemTime).toISOString());
    api.probe.systemTime += 30_000;
    await track(api, brief.key);
    expect((await list(api))[0]?.lastUsedAt).toBe(first);
    api.probe.systemTime += 90_000;
    expect(await track(api, brief.key)).toBe(401);
    const other = await make(api, { name: 'other', kind: 'server' });
    expect(await track(api, other.key)).toBe(200);
    expect((await call(api, 'DELETE', `/api/keys/${other.id}`)).status).toBe(200);
    expect(await track(api, other.key)).toBe(401);
  });

  it.each([
    [{ kind: 'public', scopes: ['track:public', 'read'] }, 400],
    [{ kind: 'public', scopes: ['track:server'] }, 400],
    [{ kind: 'server', scopes: ['track:public'] }, 400],
    [{ kind: 'server', scopes: [] }, 400],
    [{ kind: 'server', scopes: ['everything'] }, 400],
    [{ kind: 'server', scopes: ['read', 'personal-data'] }, 201],
    [{ kind: 'server', tenant: 'other' }, 201],
  ])('%j is %i', async (body, status) => {
    expect((await call(createTestApi(), 'POST', '/api/keys', { name: 'x', ...body })).status).toBe(status);
  });

  it('are never made with a right that the key behind the call lacks, or for another tenant', async () => {
    const api = createTestApi();
    const limited = lackingKeys['publish'] ?? '';
    const asked = { name: 'x', kind: 'server' };
    expect((await call(api, 'POST', '/api/keys', { ...asked, scopes: ['publish'] }, limited)).status).toBe(
      403,
    );
    expect((await call(api, 'POST', '/api/keys', { ...asked, tenant: 'other' }, limited)).status).toBe(403);
    expect((await call(api, 'POST', '/api/keys', asked, limited)).status).toBe(201);
  });

  it('are in no stored answer, also with an Idempotency-Key', async () => {
    const api = createTestApi();
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'once', ...bearer(keys.admin) };
    const body = JSON.stringify({ name: 'x', kind: 'server' });
    const answers = [];
    for (let n = 0; n < 2; n += 1) {
      const answer = await api.app.request('/api/keys', { method: 'POST', headers, body });
      answers.push(madeSchema.parse(await answer.json()).key);
    }
    expect(new Set(answers).size).toBe(2);
  });

  it('prove identities with a secret of the tenant, which only the audit trail tells was shown', async () => {
    const api = createTestApi();
    const answer = await call(api, 'GET', '/api/keys/identity-secret');
    expect(await answer.json()).toEqual({ secret: 'current-secret-of-shop' });
    expect(api.probe.audit.map(({ action }) => action)).toEqual(['key.identity-secret']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { allBut, json, rowsOf, type Shop, startShop } from '../shop-for-tests.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.close());

const madeSchema = z.object({
  key: z.string(),
  id: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.string().optional(),
});
const make = async (body: object) =>
  madeSchema.parse(await (await shop.call('POST', '/api/keys', body)).json());
const list = async () => rowsOf(await json(shop.call('GET', '/api/keys')), 'keys');
const named = async (name: string) => (await list()).find((one) => one['name'] === name);
const track = async (key: string): Promise<number> =>
  (await shop.call('POST', '/v1/page', { anonymousId: 'a1' }, { key })).status;
/** The acts of the audit trail since the last look, the oldest first. */
const acts = async (since: number) =>
  rowsOf(await json(shop.call('GET', '/api/audit')), 'lines')
    .map(({ action }) => action)
    .toReversed()
    .slice(since);
const actsSoFar = async () => (await acts(0)).length;

describe('keys', () => {
  it('of both kinds can be made, tell whose word they are, and are shown once', async () => {
    const since = await actsSoFar();
    const page = await make({ name: 'web', kind: 'public' });
    const server = await make({ name: 'shop', kind: 'server' });
    expect(page).toMatchObject({ key: expect.stringMatching(/^pk_[\w-]{43}$/), scopes: ['track:public'] });
    expect(server).toMatchObject({ key: expect.stringMatching(/^sk_[\w-]{43}$/), scopes: ['track:server'] });
    expect([await track(page.key), await track(server.key)]).toEqual([200, 200]);
    const events = rowsOf(await json(shop.call('GET', '/api/events?limit=2')), 'events');
    expect(events.map(({ trust }) => trust)).toEqual(['server', 'public']);
    const shown = JSON.stringify(await list());
    expect(shown).not.toContain(page.key);
    expect(shown).toContain('"name":"web"');
    expect(await acts(since)).toEqual(['key.create', 'key.create']);
  });

  it('rotate with an overlap in which both open, once, and keep their scopes', async () => {
    const since = await actsSoFar();
    const former = await make({ name: 'turning', kind: 'server' });
    const path = `/api/keys/${former.id}/rotate`;
    const next = madeSchema.parse(await json(shop.call('POST', path, { overlapHours: 1 })));
    expect(next.scopes).toEqual(former.scopes);
    expect([await track(former.key), await track(next.key)]).toEqual([200, 200]);
    expect((await shop.call('POST', path, {})).status, 'a second time').toBe(409);
    const rows = (await list()).filter(({ name }) => name === 'turning');
    expect(rows.map(({ replacedBy, revokedAt }) => [replacedBy, revokedAt === undefined])).toEqual([
      [undefined, false],
      [undefined, true],
      [next.id, true],
    ]);
    await shop.engine.pause(3_600_000);
    expect([await track(former.key), await track(next.key)]).toEqual([401, 200]);
    expect((await shop.call('POST', '/api/keys/key_none/rotate', {})).status).toBe(404);
    expect(await acts(since)).toEqual(['key.create', 'key.rotate']);
  });

  it('that end are followed by one that lives as long as they were made for', async () => {
    const lifetime = 7 * 86_400_000;
    const expiresAt = new Date(shop.engine.systemTime() + lifetime).toISOString();
    const former = await make({ name: 'brief turning', kind: 'server', expiresAt });
    await shop.engine.pause(3_600_000);
    const path = `/api/keys/${former.id}/rotate`;
    const next = madeSchema.parse(await json(shop.call('POST', path, {})));
    const left = Date.parse(next.expiresAt ?? '') - shop.engine.systemTime();
    expect(Math.round(left / 60_000)).toBe(lifetime / 60_000);
  });

  it('note their last use once a minute, end, and can be revoked', async () => {
    const minute = 60_000;
    const expiresAt = new Date(shop.engine.systemTime() + 2 * minute).toISOString();
    const brief = await make({ name: 'brief', kind: 'server', expiresAt });
    expect(await track(brief.key)).toBe(200);
    const first = (await named('brief'))?.['lastUsedAt'];
    expect(first).toEqual(expect.any(String));
    await shop.engine.pause(minute / 2);
    await track(brief.key);
    expect((await named('brief'))?.['lastUsedAt']).toBe(first);
    await shop.engine.pause(minute / 2);
    await track(brief.key);
    expect((await named('brief'))?.['lastUsedAt']).not.toBe(first);
    await shop.engine.pause(minute);
    expect(await track(brief.key)).toBe(401);
    const other = await make({ name: 'other', kind: 'server' });
    expect(await track(other.key)).toBe(200);
    expect((await shop.call('DELETE', `/api/keys/${other.id}`)).status).toBe(200);
    expect(await track(other.key)).toBe(401);
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
    expect((await shop.call('POST', '/api/keys', { name: 'x', ...body })).status).toBe(status);
  });

  it('are never made with a right that the key behind the call lacks, or for another tenant', async () => {
    const key = await shop.keyWith(allBut('publish'));
    const asked = { name: 'x', kind: 'server' };
    const statusOf = async (body: object) => (await shop.call('POST', '/api/keys', body, { key })).status;
    expect(await statusOf({ ...asked, scopes: ['publish'] })).toBe(403);
    expect(await statusOf({ ...asked, tenant: 'other' })).toBe(403);
    expect(await statusOf(asked)).toBe(201);
  });

  it('are in no stored answer, also with an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' };
    const answers = new Set<string>();
    for (let n = 0; n < 2; n += 1) {
      const answer = await shop.call('POST', '/api/keys', { name: 'x', kind: 'server' }, { headers });
      answers.add(madeSchema.parse(await answer.json()).key);
    }
    expect(answers.size).toBe(2);
  });

  it('prove identities with a secret of the tenant, which only the audit trail tells was shown', async () => {
    const since = await actsSoFar();
    const [secret] = shop.engine.proofSecrets(shop.tenant);
    expect(await json(shop.call('GET', '/api/keys/identity-secret'))).toEqual({ secret });
    expect(await acts(since)).toEqual(['key.identity-secret']);
  });
});

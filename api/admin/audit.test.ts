import { describe, expect, it } from 'vitest';

import { bearer, createTestApi, keys } from '../api-for-tests.ts';
import { auditedActs } from '../../server/engine-api.ts';

const { app, probe } = createTestApi({ advance: async () => ({ now: 0 }) });

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.request(path, {
    method,
    headers: { ...bearer(keys.admin), 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('the audit trail of the admin API', () => {
  it('knows every call that changes something', () => {
    const changing = app.routes
      .filter(({ path, method }) => path.startsWith('/api/') && !['GET', 'HEAD', 'ALL'].includes(method))
      .map(({ path, method }) => `${method} ${path}`);
    expect([...auditedActs.keys()].toSorted()).toEqual([...new Set(changing)].toSorted());
  });

  it('says who did what to what, with the request, and nothing personal', async () => {
    probe.audit.length = 0;
    await send('POST', '/api/journeys/cart/freeze', { entries: 'hold' }, { 'x-request-id': 'request-1' });
    await send('POST', '/api/suppressions', { address: 'ana@example.com' });
    await send('DELETE', '/api/suppressions?address=ana@example.com');
    expect(probe.audit).toMatchObject([
      {
        tenant: 'shop',
        action: 'journey.freeze',
        subject: 'cart',
        requestId: 'request-1',
        actor: { kind: 'key', id: keys.admin.slice(0, 8) },
      },
      { action: 'suppression.add' },
      { action: 'suppression.lift' },
    ]);
    expect(probe.audit[1]?.subject).toMatch(/^email:./);
    expect(JSON.stringify(probe.audit)).not.toContain('ana');
  });

  it('leaves out what changed nothing: a refusal, a dry run, a look, an answer given again', async () => {
    probe.audit.length = 0;
    await send('POST', '/api/journeys/nowhere/freeze', { entries: 'hold' });
    await send('POST', '/api/journeys/cart/freeze?dryRun=1', { entries: 'hold' });
    await send('GET', '/api/journeys');
    expect(probe.audit).toEqual([]);
    const headers = { 'idempotency-key': 'once' };
    await send('POST', '/api/runs/run-3/commands', { kind: 'skip' }, headers);
    await send('POST', '/api/runs/run-3/commands', { kind: 'skip' }, headers);
    expect(probe.audit).toMatchObject([{ action: 'run.command', subject: 'run-3' }]);
  });

  it('is read by `GET /api/audit`, each tenant its own', async () => {
    probe.audit.length = 0;
    await send('POST', '/api/journeys/cart/freeze', { entries: 'hold' });
    const answer = await send('GET', '/api/audit?action=journey.freeze');
    expect(await answer.json()).toMatchObject({ lines: [{ action: 'journey.freeze', subject: 'cart' }] });
    const other = await app.request('/api/audit', { headers: bearer(keys.other) });
    expect(await other.json()).toEqual({ lines: [] });
  });

  it('fails a call whose line cannot be written', async () => {
    const broken = createTestApi({
      audit: { append: () => Promise.reject(new Error('away')), list: async () => [] },
    });
    const answer = await broken.app.request('/api/journeys/cart/freeze', {
      method: 'POST',
      headers: { ...bearer(keys.admin), 'content-type': 'application/json' },
      body: JSON.stringify({ entries: 'hold' }),
    });
    expect(answer.status).toBe(500);
  });
});

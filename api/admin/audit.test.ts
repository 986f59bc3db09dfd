import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { auditedActs } from '../../server/engine-api.ts';
import { json, rowsOf, type Shop, startShop } from '../shop-for-tests.ts';

let shop: Shop;
let seen = 0;
/** All lines of the tenant's trail, the oldest first. */
const all = async () => {
  const { tenant, opened } = shop;
  return (await opened.stores.audit.list({ tenant, limit: 200 })).toReversed();
};
/** What was written since the test began. */
const trail = async () => (await all()).slice(seen);

beforeAll(async () => {
  shop = await startShop();
  await shop.entered('ana');
});
beforeEach(async () => {
  seen = (await all()).length;
});
afterAll(() => shop.close());

describe('the audit trail of the admin API', () => {
  it('knows every call that changes something', () => {
    const changing = shop.routes
      .filter(({ path, method }) => path.startsWith('/api/') && !['GET', 'HEAD', 'ALL'].includes(method))
      .map(({ path, method }) => `${method} ${path}`);
    expect([...auditedActs.keys()].toSorted()).toEqual([...new Set(changing)].toSorted());
  });

  it('says who did what to what, with the request, and nothing personal', async () => {
    const headers = { 'x-request-id': 'request-1' };
    await shop.call('POST', '/api/journeys/cart/freeze', { entries: 'hold' }, { headers });
    await shop.call('POST', '/api/suppressions', { address: 'ana@example.com' });
    await shop.call('DELETE', '/api/suppressions?address=ana@example.com');
    const lines = await trail();
    expect(lines).toMatchObject([
      {
        action: 'journey.freeze',
        subject: 'cart',
        requestId: 'request-1',
        actor: { kind: 'key', id: 'api-key' },
      },
      { action: 'suppression.add' },
      { action: 'suppression.lift' },
    ]);
    expect(lines[1]?.subject).toMatch(/^email:./);
    expect(JSON.stringify(lines)).not.toContain('ana');
  });

  it('leaves out what changed nothing: a refusal, a dry run, a look, an answer given again', async () => {
    await shop.call('POST', '/api/journeys/nowhere/freeze', { entries: 'hold' });
    await shop.call('POST', '/api/journeys/cart/freeze?dryRun=1', { entries: 'hold' });
    await shop.call('GET', '/api/journeys');
    expect(await trail()).toEqual([]);
    const [run] = rowsOf(await json(shop.call('GET', '/api/runs')), 'runs');
    const id = String(run?.['id']);
    const headers = { 'idempotency-key': 'once' };
    for (const _time of [1, 2]) {
      const answer = await shop.call('POST', `/api/runs/${id}/commands`, { kind: 'skip' }, { headers });
      expect(answer.status).toBe(202);
    }
    expect(await trail()).toMatchObject([{ action: 'run.command', subject: id }]);
  });

  it('is read by `GET /api/audit`, each tenant its own', async () => {
    await shop.call('POST', '/api/journeys/cart/freeze', { entries: 'hold' });
    expect(await json(shop.call('GET', '/api/audit?action=journey.freeze&limit=1'))).toMatchObject({
      lines: [{ action: 'journey.freeze', subject: 'cart' }],
    });
    const key = await shop.keyWith(['read'], 'another');
    expect(await json(shop.call('GET', '/api/audit', undefined, { key }))).toEqual({ lines: [] });
  });

  it('fails a call whose line cannot be written', async () => {
    const call = shop.callWith(({ audit }) => ({
      audit: { ...audit, append: () => Promise.reject(new Error('away')) },
    }));
    const answer = await call('POST', '/api/journeys/cart/freeze', { entries: 'hold' });
    expect(answer.status).toBe(500);
  });
});

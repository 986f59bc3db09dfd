import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.UTC(2026, 2, 2, 9);
const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

describe('gift cards', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files: {} }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const post = (path: string, body: object) => call('POST', `/api/gift-cards${path}`, body);
  const newCard = async (more: object = {}): Promise<string> => {
    const { status, body } = await post('', { amount: 5000, currency: 'EUR', ...more });
    expect(status, JSON.stringify(body)).toBe(200);
    return String(at(body, 'code'));
  };
  const names = async (userId: string): Promise<readonly string[]> => {
    const { tenant } = engine;
    const profileId = await engine.profileId(userId);
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 20 });
    return rows.map(({ name }) => name).filter((name) => name.startsWith('Gift Card'));
  };

  it('pay as much as they have, and take back what is rolled back; the code is stored nowhere', async () => {
    await engine.customer('ana');
    const code = await newCard({ person: { userId: 'ana' } });
    expect(code).toMatch(/^GIFT-[3-9A-Y]{4}-[3-9A-Y]{4}-[3-9A-Y]{4}$/);
    const paid = await post('/redeem', {
      // As people type it: small letters, and spaces for dashes.
      code: code.toLowerCase().replaceAll('-', ' '),
      amount: 3000,
      currency: 'EUR',
      ref: 'order:1',
    });
    expect(paid).toMatchObject({ status: 200, body: { amount: -3000, card: { balance: 2000 } } });
    const refusedBy = (reason: string) => ({ status: 422, body: { problems: [{ code: reason }] } });
    expect(await post('/redeem', { code, amount: 2001, currency: 'EUR' })).toMatchObject(
      refusedBy('not-enough'),
    );
    expect(await post('/redeem', { code, amount: 1, currency: 'USD' })).toMatchObject(
      refusedBy('other-currency'),
    );
    const redemption = at(paid.body, 'redemption');
    expect(await post('/rollback', { code, redemption, amount: 1000 })).toMatchObject({
      body: { card: { balance: 3000 } },
    });
    expect(await post('/rollback', { code, redemption, amount: 2001 })).toMatchObject(
      refusedBy('more-than-redeemed'),
    );
    expect(await post('/rollback', { code, redemption })).toMatchObject({
      body: { card: { balance: 5000 } },
    });
    expect((await post('/validate', { code: 'GIFT-3333-3333-3333' })).status).toBe(404);
    expect(await names('ana')).toEqual(
      expect.arrayContaining(['Gift Card Issued', 'Gift Card Redeemed', 'Gift Card Refunded']),
    );
    const { tenant } = engine;
    const profileId = await engine.profileId('ana');
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 20 });
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('are spent once however many ask at once', async () => {
    const code = await newCard();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/redeem', { code, amount: 500, currency: 'EUR' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(await post('/validate', { code })).toMatchObject({
      body: { valid: false, reason: 'empty', card: { balance: 0 } },
    });
  });

  it('expire, and leave time to spend what goes back after that', async () => {
    const now = engine.engine.clock.now(engine.tenant);
    const code = await newCard({ expiresAt: new Date(now + 5 * 86_400_000).toISOString() });
    const paid = await post('/redeem', { code, amount: 2000, currency: 'EUR' });
    await engine.days(6);
    expect(await post('/validate', { code })).toMatchObject({
      body: { valid: false, reason: 'expired', card: { balance: 0 } },
    });
    await post('/rollback', { code, redemption: at(paid.body, 'redemption') });
    expect(await post('/validate', { code })).toMatchObject({
      body: { valid: true, card: { balance: 2000 } },
    });
  });

  it('stay with anyone who has the code when the person is erased', async () => {
    await engine.customer('ben');
    const code = await newCard({ person: { userId: 'ben' } });
    await call('DELETE', `/api/profiles/${await engine.profileId('ben')}`);
    const { body } = await post('/validate', { code });
    expect(body).toMatchObject({ valid: true, card: { balance: 5000 } });
    expect(at(at(body, 'card'), 'profileId')).toBeUndefined();
  });
});

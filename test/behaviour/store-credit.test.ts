import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.UTC(2026, 2, 2, 9);

const files = {
  'programs/club.json': {
    key: 'club',
    name: 'Club',
    expiry: { after: '10 days' },
    cost: { points: 100, amount: 1 },
  },
  'journeys/credit-for-return.json': {
    key: 'credit-for-return',
    name: 'Credit for a return',
    stage: 'retention',
    entry: { on: 'Return Credited', key: '$.properties.return_id', again: 'always' },
    steps: [
      {
        id: 'credit',
        type: 'credit',
        amount: '$.entry.properties.amount',
        expires: '20 days',
        reason: 'Return',
      },
      { id: 'note', type: 'update', set: { credit: '{{profile.loyalty.store-credit-eur.amount}}' } },
    ],
  },
};

describe('store credit', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  const call = async (path: string, body?: object, key?: string) => {
    const answer = await engine.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${engine.keys.api}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const read: unknown = await answer.json();
    return { status: answer.status, body: isObject(read) ? read : {} };
  };
  const change = (
    userId: string,
    action: string,
    amount: number | undefined,
    more: object = {},
    key?: string,
  ) => call('/api/store-credit', { person: { userId }, action, currency: 'EUR', amount, ...more }, key);
  const told = async (userId: string): Promise<readonly string[]> => {
    const { tenant } = engine;
    const profileId = await engine.profileId(userId);
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 100 });
    return rows
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Store Credit'))
      .toReversed();
  };

  it('is issued, spent and given back once for each key, and never more than there is', async () => {
    await engine.customer('ana');
    const issued = await change('ana', 'issue', 2500, { ref: 'return:R-1' }, 'r1');
    expect(issued).toMatchObject({ status: 200, body: { state: 'posted', credit: { balance: 2500 } } });
    const paid = await change('ana', 'redeem', 2000, { ref: 'order:1' }, 'o1');
    expect(paid.body).toMatchObject({ amount: -2000, credit: { balance: 500 } });
    expect(await change('ana', 'redeem', 501)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'not-enough' }] },
    });
    const { redemption } = paid.body;
    expect((await change('ana', 'rollback', 1500, { redemption })).body).toMatchObject({
      credit: { balance: 2000 },
    });
    expect((await change('ana', 'rollback', 501, { redemption })).status).toBe(422);
    expect((await change('ana', 'rollback', undefined, { redemption })).body).toMatchObject({
      credit: { balance: 2500 },
    });
    expect(await told('ana')).toEqual([
      'Store Credit Issued',
      'Store Credit Redeemed',
      'Store Credit Refunded',
      'Store Credit Refunded',
    ]);
    // The calls of points leave it alone.
    const points = { person: { userId: 'ana' }, program: 'store-credit-eur', action: 'award', points: 5 };
    expect((await call('/api/points', points)).status).toBe(404);
    const { body } = await call(`/api/profiles/${await engine.profileId('ana')}/points`);
    expect(body).toMatchObject({ balances: [] });
  });

  it('is given by a journey for a return, is seen by what follows, warns and expires', async () => {
    await engine.customer('ben');
    await engine.track('ben', 'Return Credited', { return_id: 'R-2', amount: 12.5 });
    await engine.comeToRest(engine.tenant);
    const { tenant } = engine;
    const profileId = await engine.profileId('ben');
    const profile = await engine.opened.stores.profiles.get({ tenant, profileId });
    expect(profile?.traits).toMatchObject({ credit: 12.5 });
    await engine.days(21);
    expect(await told('ben')).toEqual([
      'Store Credit Issued',
      'Store Credit Expiring',
      'Store Credit Expired',
    ]);
    expect((await call(`/api/profiles/${profileId}/store-credit`)).body).toMatchObject({
      balances: [{ currency: 'EUR', balance: 0, expiring: [] }],
    });
  });

  it('what the shop owes is said as of a day, with points, their cost and an estimate of breakage', async () => {
    const award = (points: number) =>
      call('/api/points', { person: { userId: 'ana' }, program: 'club', action: 'award', points });
    await award(300);
    await call('/api/points', { person: { userId: 'ana' }, program: 'club', action: 'spend', points: 100 });
    await call('/api/gift-cards', { amount: 5000, currency: 'EUR' }, 'card');
    const before = new Date(engine.engine.clock.now(engine.tenant)).toISOString().slice(0, 10);
    const owed = (await call('/api/loyalty/liability')).body;
    expect(owed).toMatchObject({
      currency: 'EUR',
      programs: [{ program: 'club', balance: 200, pending: 0, value: 200, breakage: 0, expected: 200 }],
      storeCredit: [{ currency: 'EUR', balance: 2500 }],
      giftCards: [{ currency: 'EUR', cards: 1, balance: 5000 }],
    });
    await engine.days(12);
    expect((await call('/api/loyalty/liability')).body).toMatchObject({
      programs: [{ balance: 0, value: 0, breakage: 0.6667 }],
    });
    const { asOf: _asOf, ...then } = (await call(`/api/loyalty/liability?day=${before}`)).body;
    expect(owed).toMatchObject(then);
    expect((await call('/api/loyalty/liability?day=2026-02-30')).status).toBe(400);
  });
});

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
    earn: [{ key: 'purchase', on: 'Order Completed', points: 1, perAmount: 1 }],
    memberships: [
      { key: 'friend', name: 'Friend' },
      {
        key: 'plus',
        name: 'Plus',
        products: ['PLUS'],
        period: '30 days',
        grace: '5 days',
        warn: ['7 days'],
        multiply: 3,
      },
    ],
  },
  'segments/members.json': {
    key: 'members',
    name: 'Members',
    when: { all: [{ fact: 'profile', path: '$.loyalty.club.membership', operator: 'equal', value: 'plus' }] },
  },
  'journeys/honour.json': {
    key: 'honour',
    name: 'Honour',
    stage: 'retention',
    entry: { on: 'Anniversary' },
    steps: [
      { id: 'honour', type: 'membership', program: 'club', membership: 'friend' },
      { id: 'note', type: 'update', set: { honoured: '{{profile.loyalty.club.membershipName}}' } },
    ],
  },
};

describe('memberships', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  const profileOf = async (userId: string) => {
    const { tenant } = engine;
    const profileId = await engine.profileId(userId);
    return engine.opened.stores.profiles.get({ tenant, profileId });
  };
  const clubOf = async (userId: string) => (await profileOf(userId))?.loyalty?.['club'];
  const order = (userId: string, id: string, product = 'PLUS') =>
    engine.track(userId, 'Order Completed', {
      order_id: id,
      revenue: 20,
      currency: 'EUR',
      products: [{ product_id: product, price: 20, quantity: 1 }],
    });
  const told = async (userId: string): Promise<readonly string[]> => {
    const { tenant } = engine;
    const profileId = await engine.profileId(userId);
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 100 });
    return rows
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Membership '))
      .toReversed();
  };
  const give = async (userId: string, body: object, key?: string) => {
    const answer = await engine.request('/api/memberships', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${engine.keys.api}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify({ person: { userId }, program: 'club', ...body }),
    });
    const read: unknown = await answer.json();
    return { status: answer.status, body: isObject(read) ? read : {} };
  };

  it('are bought by a product, once for each order, multiply what is earned after, and end after their grace', async () => {
    await engine.customer('ana');
    await order('ana', 'a-1');
    await order('ana', 'a-1');
    const until = (await clubOf('ana'))?.membershipUntil ?? '';
    expect(Date.parse(until)).toBeGreaterThanOrEqual(start + 30 * 86_400_000 - 1);
    expect(await clubOf('ana')).toMatchObject({ membership: 'plus', membershipName: 'Plus', points: 20 });
    expect((await profileOf('ana'))?.segments).toContain('members');
    await order('ana', 'a-2', 'tea');
    expect((await clubOf('ana'))?.points).toBe(80);
    await engine.days(24);
    expect(await told('ana')).toEqual(['Membership Started', 'Membership Expiring']);
    await engine.days(8);
    expect((await clubOf('ana'))?.membership).toBe('plus');
    await engine.days(5);
    expect(await clubOf('ana')).not.toHaveProperty('membership');
    expect((await profileOf('ana'))?.segments).not.toContain('members');
    expect((await told('ana')).at(-1)).toBe('Membership Ended');
  });

  it('are renewed from the end of the period before, and a refund takes back only what its order paid for', async () => {
    await engine.customer('ben');
    await order('ben', 'b-1');
    const first = Date.parse((await clubOf('ben'))?.membershipUntil ?? '');
    await engine.days(3);
    await order('ben', 'b-2');
    const second = Date.parse((await clubOf('ben'))?.membershipUntil ?? '');
    expect(Math.round((second - first) / 86_400_000)).toBe(30);
    await engine.track('ben', 'Order Cancelled', { order_id: 'b-2' });
    await engine.track('ben', 'Order Cancelled', { order_id: 'b-2' });
    expect(Date.parse((await clubOf('ben'))?.membershipUntil ?? '')).toBe(first);
    await engine.track('ben', 'Order Refunded', {
      order_id: 'b-1',
      refund_id: 'r-1',
      products: [{ product_id: 'PLUS', quantity: 1 }],
    });
    expect(await clubOf('ben')).not.toHaveProperty('membership');
    expect(await told('ben')).toEqual(['Membership Started', 'Membership Renewed', 'Membership Ended']);
  });

  it('are given and ended by hand once for each key, and by a step', async () => {
    await engine.customer('cleo');
    const given = await give('cleo', { membership: 'friend' }, 'k1');
    expect(given).toMatchObject({
      status: 200,
      body: { state: 'posted', balance: { membership: 'friend' } },
    });
    expect((await give('cleo', { membership: 'nothing' })).body['code']).toBe('unprocessable');
    const past = { membership: 'plus', until: '2026-01-01T00:00:00Z' };
    expect((await give('cleo', past)).status).toBe(422);
    const ended = await give('cleo', { membership: 'friend', action: 'end', reason: 'asked' });
    expect(ended.body['balance']).not.toHaveProperty('membership');
    expect((await give('cleo', { membership: 'friend', action: 'end' })).status).toBe(422);
    await engine.customer('dora');
    await engine.track('dora', 'Anniversary');
    await engine.comeToRest(engine.tenant);
    expect((await profileOf('dora'))?.traits).toMatchObject({ honoured: 'Friend' });
  });

  it('are part of the ledger: every account is the sum of its postings', async () => {
    const answer = await engine.request('/api/loyalty/check', {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.keys.api}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await answer.json()).toMatchObject({ differences: [] });
  });
});

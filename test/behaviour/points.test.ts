import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.UTC(2026, 2, 2, 9);

const club = {
  key: 'club',
  name: 'Club',
  earn: [
    {
      key: 'purchase',
      on: 'Order Completed',
      points: 1,
      perAmount: 1,
      pending: { for: '14 days', after: 'delivery', atMost: '60 days' },
    },
    { key: 'cups', on: 'Order Completed', points: 5, perItem: true, products: ['cup'] },
    { key: 'review', on: 'Product Reviewed', points: 20, oncePer: 'properties.product_id' },
    { key: 'visit', on: 'Store Visited', points: 2, limit: { times: 2, per: 'day' } },
  ],
  expiry: { after: '6 months' },
  warn: ['30 days'],
  campaigns: [{ key: 'spring', from: '2026-05-01', until: '2026-05-31', multiply: 2, rules: ['purchase'] }],
};
const regulars = {
  key: 'regulars',
  name: 'Regulars',
  tiers: {
    period: 'calendar-year',
    grace: '30 days',
    levels: [
      { key: 'silver', name: 'Silver', from: 100 },
      { key: 'gold', name: 'Gold', from: 500 },
    ],
  },
};
const files = {
  'programs/regulars.json': regulars,
  'programs/club.json': club,
  'segments/spenders.json': {
    key: 'spenders',
    name: 'Can spend',
    when: {
      all: [{ fact: 'profile', path: '$.loyalty.club.points', operator: 'greaterThanInclusive', value: 100 }],
    },
  },
};

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

describe('points', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ start, files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  const call = async (
    method: string,
    path: string,
    given: { body?: unknown; key?: string } = {},
  ): Promise<Answer> => {
    const answer = await engine.request(path, {
      method,
      headers: {
        authorization: `Bearer ${engine.keys.api}`,
        'content-type': 'application/json',
        ...(given.key === undefined ? {} : { 'idempotency-key': given.key }),
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    const body: unknown = await answer.json();
    return { status: answer.status, body: isObject(body) ? body : {} };
  };
  const pointsOf = async (userId: string) => {
    const { body } = await call('GET', `/api/profiles/${await engine.profileId(userId)}/points`);
    const [balance = {}] = Array.isArray(body['balances']) ? body['balances'] : [];
    const postings: unknown[] = Array.isArray(body['postings']) ? body['postings'] : [];
    return { balance, postings, kinds: postings.map((one) => (isObject(one) ? one['kind'] : '')) };
  };
  const change = (
    userId: string,
    action: string,
    points: number,
    more: { key?: string; ref?: string } = {},
  ) =>
    call('POST', '/api/points', {
      ...(more.key === undefined ? {} : { key: more.key }),
      body: {
        person: { userId },
        program: 'club',
        action,
        points,
        ...(more.ref === undefined ? {} : { ref: more.ref }),
      },
    });
  const order = (userId: string, id: string, revenue: number, more: object = {}) =>
    engine.track(userId, 'Order Completed', { order_id: id, revenue, currency: 'EUR', ...more });
  const told = async (userId: string): Promise<readonly string[]> => {
    const profileId = await engine.profileId(userId);
    const { tenant } = engine;
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 100 });
    return rows.map(({ name }) => name).filter((name) => name.startsWith('Points '));
  };

  it('are earned by an order, pending until the time for returns after its delivery is over', async () => {
    await engine.customer('ana');
    await order('ana', 'a-1', 80.9);
    expect((await pointsOf('ana')).balance).toMatchObject({ program: 'club', points: 0, pending: 80 });
    await engine.days(3);
    await engine.track('ana', 'Order Delivered', { order_id: 'a-1' });
    await engine.days(13.9);
    expect((await pointsOf('ana')).balance).toMatchObject({ points: 0, pending: 80 });
    await engine.days(0.2);
    const { balance, kinds } = await pointsOf('ana');
    expect(balance).toMatchObject({ points: 80, pending: 0, earned: 80, expiring: 80 });
    expect(kinds).toEqual(['activate', 'schedule', 'earn']);
    expect(await told('ana')).toEqual(['Points Activated', 'Points Earned']);
  });

  it('follow the order: a refund takes back its part, and a repeated event changes nothing', async () => {
    await engine.customer('ben');
    const products = [
      { product_id: 'cup', price: 10, quantity: 3 },
      { product_id: 'pot', price: 30, quantity: 1 },
    ];
    await order('ben', 'b-1', 60, { products });
    expect((await pointsOf('ben')).balance).toMatchObject({ points: 15, pending: 60 });
    const refund = {
      order_id: 'b-1',
      refund_id: 'r-1',
      revenue: 20,
      products: [{ product_id: 'cup', quantity: 2 }],
    };
    await engine.track('ben', 'Order Refunded', refund);
    expect((await pointsOf('ben')).balance).toMatchObject({ points: 5, pending: 40 });
    await engine.track('ben', 'Order Refunded', refund);
    await order('ben', 'b-1', 60, { products });
    expect((await pointsOf('ben')).balance).toMatchObject({ points: 5, pending: 40 });
    await engine.track('ben', 'Order Cancelled', { order_id: 'b-1' });
    expect((await pointsOf('ben')).balance).toMatchObject({ points: 0, pending: 0, earned: 0 });
  });

  it('that were spent before the refund are owed, and the next points pay for them', async () => {
    await engine.customer('cleo');
    await order('cleo', 'c-1', 10, { products: [{ product_id: 'cup', price: 10, quantity: 4 }] });
    expect(await change('cleo', 'spend', 18)).toMatchObject({ status: 200 });
    await engine.track('cleo', 'Order Cancelled', { order_id: 'c-1' });
    expect((await pointsOf('cleo')).balance).toMatchObject({ points: -18, owed: 18 });
    expect(await change('cleo', 'spend', 1)).toMatchObject({ status: 422 });
    await change('cleo', 'award', 50);
    expect((await pointsOf('cleo')).balance).toMatchObject({ points: 32, owed: 0, expiring: 32 });
  });

  it('come once for each product that is reviewed, and at most so often a day', async () => {
    await engine.customer('dan');
    await engine.track('dan', 'Product Reviewed', { product_id: 'pot', review_id: '1' });
    await engine.track('dan', 'Product Reviewed', { product_id: 'pot', review_id: '2' });
    await engine.track('dan', 'Product Reviewed', { product_id: 'cup', review_id: '3' });
    expect((await pointsOf('dan')).balance).toMatchObject({ points: 40 });
    for (let n = 0; n < 3; n += 1) await engine.track('dan', 'Store Visited');
    expect((await pointsOf('dan')).balance).toMatchObject({ points: 44 });
    await engine.days(1);
    await engine.track('dan', 'Store Visited');
    expect((await pointsOf('dan')).balance).toMatchObject({ points: 46 });
  });

  it('are spent once for each key, and never below zero however many ask at once', async () => {
    await engine.customer('eva');
    await change('eva', 'award', 100, { key: 'welcome-eva' });
    expect(await change('eva', 'award', 100, { key: 'welcome-eva' })).toMatchObject({
      body: { balance: { points: 100 } },
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => change('eva', 'spend', 5, { key: `till-${n}` })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 422)).toHaveLength(20);
    expect((await pointsOf('eva')).balance).toMatchObject({ points: 0, spent: 100 });
  });

  it('are returned as far as they were spent', async () => {
    await engine.customer('fay');
    await change('fay', 'award', 30);
    const spent = await change('fay', 'spend', 30, { key: 'fay-1' });
    const posting = isObject(spent.body['posting']) ? spent.body['posting'] : {};
    const ref = String(posting['key']);
    expect(await change('fay', 'return', 10, { ref })).toMatchObject({ body: { balance: { points: 10 } } });
    expect(await change('fay', 'return', 21, { ref })).toMatchObject({ status: 422 });
    expect(await change('fay', 'return', 1, { ref: 'api:none' })).toMatchObject({ status: 422 });
    expect((await pointsOf('fay')).balance).toMatchObject({ points: 10, spent: 20 });
  });

  it('expire the oldest first, after a warning, and what is bought within the campaign counts double', async () => {
    await engine.customer('gus');
    await change('gus', 'award', 100);
    expect(
      (
        await engine.opened.stores.profiles.get({
          tenant: engine.tenant,
          profileId: await engine.profileId('gus'),
        })
      )?.segments,
    ).toEqual(['spenders']);
    await engine.days(60);
    await order('gus', 'g-1', 10);
    expect((await pointsOf('gus')).balance).toMatchObject({ points: 100, pending: 20 });
    await engine.days(1);
    await change('gus', 'award', 7);
    await change('gus', 'spend', 40);
    await engine.days(125);
    const { balance } = await pointsOf('gus');
    expect(balance).toMatchObject({ points: 27, pending: 0 });
    expect(await told('gus')).toEqual(
      expect.arrayContaining(['Points Expired', 'Points Expiring', 'Points Spent']),
    );
    expect((await told('gus')).filter((name) => name === 'Points Expired')).toHaveLength(1);
  });

  it('reach tiers at once, and a tier is kept to the end of the next year and its grace', async () => {
    await engine.customer('kim');
    const award = (points: number) =>
      call('POST', '/api/points', {
        body: { person: { userId: 'kim' }, program: 'regulars', action: 'award', points },
      });
    expect(await award(99)).toMatchObject({ body: { balance: { nextTier: 'Silver', toNextTier: 1 } } });
    expect(await award(401)).toMatchObject({ body: { balance: { tier: 'gold', counted: 500 } } });
    const now = engine.engine.clock.now(engine.tenant);
    const end = Date.UTC(new Date(now).getUTCFullYear() + 2, 0, 1, 0);
    await engine.days((end - now) / 86_400_000 + 20);
    expect((await pointsOf('kim')).balance).toMatchObject({ tier: 'gold', counted: 0 });
    await engine.days(15);
    expect((await pointsOf('kim')).balance).toMatchObject({ points: 500, toNextTier: 100 });
    const profileId = await engine.profileId('kim');
    const { tenant } = engine;
    const rows = await engine.opened.stores.eventReads.events({ tenant, profileId, limit: 20 });
    expect(rows.map(({ name }) => name).filter((name) => name.startsWith('Tier '))).toEqual([
      'Tier Lost',
      'Tier Reached',
    ]);
  });

  it('of two people who are one are together, and go with the person', async () => {
    await engine.identify('ida', { email: 'ida@example.com' });
    await engine.send({ name: 'Store Visited', anonymousId: 'ida-phone' });
    await change('ida', 'award', 10);
    await engine.send({ name: 'identify', type: 'identify', userId: 'ida', anonymousId: 'ida-phone' });
    await engine.comeToRest(engine.tenant);
    expect((await pointsOf('ida')).balance).toMatchObject({ points: 12 });
    const { tenant } = engine;
    const profileId = await engine.profileId('ida');
    expect((await engine.opened.stores.profiles.get({ tenant, profileId }))?.loyalty).toMatchObject({
      club: { points: 12 },
    });
    await call('DELETE', `/api/profiles/${profileId}`);
    expect(await engine.opened.stores.points.of({ tenant, profileId })).toEqual([]);
    expect(await engine.opened.stores.points.history({ tenant, profileId, limit: 10 })).toEqual([]);
  });

  it('add up: every balance is the sum of its postings, and one that is not is found and brought in line', async () => {
    const good = await call('POST', '/api/loyalty/check', { body: {} });
    expect(good.body).toMatchObject({ differences: [] });
    const { tenant } = engine;
    const key = { tenant, profileId: await engine.profileId('eva'), program: 'club' };
    const row = await engine.opened.stores.points.get(key);
    if (row === undefined) throw new Error('no account');
    await engine.opened.stores.points.commit({ ...row, state: { ...row.state, balance: 999 } });
    const found = await call('POST', '/api/loyalty/check', { body: { repair: true } });
    expect(found.body).toMatchObject({
      differences: [{ profileId: key.profileId, stored: { balance: 999 }, postings: { balance: 0 } }],
    });
    expect((await pointsOf('eva')).balance).toMatchObject({ points: 0 });
    expect((await call('POST', '/api/loyalty/check', { body: {} })).body).toMatchObject({ differences: [] });
  });
});

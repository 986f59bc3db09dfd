import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { type AdminClient, adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const files = {
  'offers/cup.json': {
    key: 'cup',
    name: 'A free cup',
    kind: 'gift',
    product: 'POT-01',
    code: { pattern: 'CUP-########' },
    limits: { total: 2, perPerson: 5 },
  },
  'programs/club.json': {
    key: 'club',
    name: 'Club',
    tiers: { levels: [{ key: 'gold', name: 'Gold', from: 500 }] },
    rewards: [
      { key: 'cup', name: 'A cup', points: 50, gives: { offer: 'cup' } },
      { key: 'mug', name: 'A mug', points: 30, gives: { product: 'mug' }, stock: 1 },
      { key: 'pin', name: 'A pin', points: 1, gives: { product: 'pin' }, limit: { times: 1, per: 'month' } },
      { key: 'trip', name: 'A trip', points: 10, gives: { product: 'trip' }, tiers: ['gold'] },
    ],
  },
};

const at = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

describe('rewards', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const award = (userId: string, points: number) =>
    call('POST', '/api/points', { person: { userId }, program: 'club', action: 'award', points });
  const redeem = (userId: string, reward: string) =>
    call('POST', '/api/points/redeem', { person: { userId }, program: 'club', reward });
  const someone = async (userId: string, points: number): Promise<void> => {
    await engine.customer(userId);
    await award(userId, points);
  };
  const shown = async (userId: string): Promise<readonly string[]> => {
    const { body } = await call('GET', `/api/profiles/${await engine.profileId(userId)}/rewards`);
    const rewards = at(body, 'rewards');
    return Array.isArray(rewards)
      ? rewards.map((one) => `${String(at(one, 'key'))} ${String(at(one, 'reason') ?? 'yes')}`)
      : [];
  };

  it('are shown with whether a person can have them and why not, and cost their points', async () => {
    await someone('ana', 40);
    expect(await shown('ana')).toEqual(['cup not-enough-points', 'mug yes', 'pin yes', 'trip other-tier']);
    expect(await redeem('ana', 'cup')).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'not-enough-points' }] },
    });
    await award('ana', 20);
    const got = await redeem('ana', 'cup');
    expect(got).toMatchObject({
      status: 200,
      body: { state: 'redeemed', balance: { points: 10 }, redemption: { state: 'fulfilled', offer: 'cup' } },
    });
    const code = at(at(got.body, 'redemption'), 'code');
    expect(code).toMatch(/^CUP-/);
    const profileId = await engine.profileId('ana');
    const { tenant } = engine;
    const rows = await engine.opened.stores.eventReads.events({
      tenant,
      profileId,
      name: 'Reward Redeemed',
      limit: 5,
    });
    expect(rows.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ program: 'club', reward: 'cup', name: 'A cup', points: 50, code }),
    ]);
    await redeem('ana', 'pin');
    expect(await redeem('ana', 'pin')).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'limit-reached' }] },
    });
  });

  it('that cannot be given after all give the points back', async () => {
    await someone('ben', 200);
    const first = await redeem('ben', 'mug');
    expect(first).toMatchObject({ status: 200, body: { redemption: { product: 'mug' } } });
    expect(await redeem('ben', 'mug')).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'out-of-stock' }] },
    });
    await redeem('ben', 'cup');
    expect(await redeem('ben', 'cup')).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'budget-used-up' }] },
    });
    const profileId = await engine.profileId('ben');
    const points = await call('GET', `/api/profiles/${profileId}/points`);
    expect(points.body).toMatchObject({ balances: [{ points: 120, spent: 80 }] });
    const id = String(at(at(first.body, 'redemption'), 'id'));
    const cancelled = await call('POST', `/api/points/redemptions/${id}/cancel`, {});
    expect(cancelled).toMatchObject({ status: 200, body: { redemption: { state: 'returned' } } });
    await call('POST', `/api/points/redemptions/${id}/cancel`, {});
    const after = await call('GET', `/api/profiles/${profileId}/points`);
    expect(after.body).toMatchObject({ balances: [{ points: 150, spent: 50 }] });
    // Its piece can be had again.
    expect(await redeem('ben', 'mug')).toMatchObject({ status: 200 });
  });

  it('are used by an order or taken back, never both, no matter who comes first', async () => {
    const offer = { ...files['offers/cup.json'], limits: { perPerson: 100 } };
    await engine.publishFiles(
      await shopFiles({ tenant: engine.tenant, files: { ...files, 'offers/cup.json': offer } }),
    );
    await someone('dan', 5000);
    const profileId = await engine.profileId('dan');
    const cart = { currency: 'EUR', lines: [{ productId: 'POT-01', quantity: 1, price: 1000 }] };
    const told = { used: 0, returned: 0 };
    for (let ticks = 0; ticks < 60; ticks += 1) {
      const { body } = await redeem('dan', 'cup');
      const id = String(at(at(body, 'redemption'), 'id'));
      const code = String(at(at(body, 'redemption'), 'code'));
      const order = { code, cart, person: { userId: 'dan' }, orderId: `order-${ticks}` };
      const using = call('POST', '/api/offers/cup/redeem', order);
      for (let tick = 0; tick < ticks * 5; tick += 1) await Promise.resolve();
      const cancelling = call('POST', `/api/points/redemptions/${id}/cancel`, {});
      const [used, cancelled] = await Promise.all([using, cancelling]);
      const isUsed = at(used.body, 'outcome') === 'done';
      expect([isUsed, cancelled.status], `${ticks}: ${JSON.stringify(used.body)}`).toEqual([
        isUsed,
        isUsed ? 422 : 200,
      ]);
      told[isUsed ? 'used' : 'returned'] += 1;
    }
    expect(told.used + told.returned).toBe(60);
    const points = await call('GET', `/api/profiles/${profileId}/points`);
    expect(points.body).toMatchObject({ balances: [{ points: 5000 - 50 * told.used }] });
    await engine.publishFiles(await shopFiles({ tenant: engine.tenant, files }));
  });

  it('keep their points: they go back with the reward, and not without', async () => {
    await someone('cleo', 40);
    const got = await redeem('cleo', 'pin');
    expect(got.status).toBe(200);
    const profileId = await engine.profileId('cleo');
    const { tenant } = engine;
    const postings = await engine.opened.stores.points.all({ tenant, profileId, program: 'club' });
    const ref = postings.find(({ kind }) => kind === 'spend')?.key ?? '';
    const body = { person: { userId: 'cleo' }, program: 'club', action: 'return', points: 1, ref };
    expect(await call('POST', '/api/points', body)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'spent-for-a-reward' }] },
    });
  });

  it('have no more than there are, however many ask at once', async () => {
    const users = Array.from({ length: 8 }, (_, n) => `many-${n}`);
    for (const user of users) await someone(user, 30);
    await engine.publishFiles(
      await shopFiles({
        tenant: engine.tenant,
        files: {
          ...files,
          'programs/club.json': {
            ...files['programs/club.json'],
            rewards: [{ key: 'hat', name: 'A hat', points: 30, gives: { product: 'hat' }, stock: 3 }],
          },
        },
      }),
    );
    const answers = await Promise.all(users.map((user) => redeem(user, 'hat')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    const found = await call('POST', '/api/loyalty/check', {});
    expect(found.body).toMatchObject({ differences: [] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const offer = (key: string, prefix: string) => ({
  key,
  name: key,
  kind: 'amount',
  value: 10,
  code: { pattern: `${prefix}-########` },
  limits: { total: 100, perPerson: 20 },
});
const rewardSchema = z.object({ offer: z.string(), side: z.string(), code: z.string().optional() });
const referralSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  rewards: z.array(rewardSchema.loose()).optional(),
});

describe('a referral', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {
            'offers/for-advocate.json': offer('for-advocate', 'ADV'),
            'offers/for-friend.json': offer('for-friend', 'FRD'),
            'offers/for-two.json': offer('for-two', 'TWO'),
          },
          settings: {
            referral: {
              minOrder: 20,
              rewards: {
                advocate: 'for-advocate',
                friend: 'for-friend',
                milestones: [{ friends: 2, offer: 'for-two' }],
              },
            },
          },
        }),
    });
  });
  afterAll(() => engine.close());

  const codeOf = async (userId: string): Promise<string> => {
    const { tenant, opened } = engine;
    const [profile] = await opened.stores.profiles.withIds({ tenant, ids: [`user:${userId}`] });
    return profile?.referralCode ?? '';
  };
  const order = async (friend: string, advocate: string, orderId: string, more: object = {}) => {
    await engine.customer(friend);
    const properties = { order_id: orderId, revenue: 50, currency: 'EUR', ...more };
    await engine.track(friend, 'Order Completed', { ...properties, referral_code: await codeOf(advocate) });
  };
  const stored = (orderId: string) =>
    engine.opened.stores.referrals.ofOrder({ tenant: engine.tenant, orderId });
  const call = async (method: string, path: string, body?: object) => {
    const answer = await adminClient(engine).call(method, path, body);
    return { status: answer.status, body: referralSchema.partial().parse(answer.body) };
  };
  const told = async (userId: string): Promise<readonly string[]> => {
    const { tenant, opened } = engine;
    const profileId = await engine.profileId(userId);
    const events = await opened.stores.eventReads.events({ tenant, profileId, limit: 100 });
    return events
      .map(({ name }) => name)
      .filter((name) => /^(Referral|Advocate)/.test(name))
      .toReversed();
  };

  it('waits for delivery and the return window, is rewarded once, and taken back on a refund: a used code is a debt', async () => {
    await engine.customer('ana');
    await order('ben', 'ana', 'o-ben');
    await engine.days(13);
    await engine.track('ben', 'Order Delivered', { order_id: 'o-ben' });
    await engine.days(13);
    expect(await stored('o-ben')).toMatchObject({ state: 'qualified' });
    await engine.days(2);
    const rewarded = await call('GET', `/api/referrals/${(await stored('o-ben'))?.id}`);
    const codes = (rewarded.body.rewards ?? []).map(({ side, code = '' }) => [side, code.slice(0, 4)]);
    expect([rewarded.body.state, codes]).toEqual([
      'rewarded',
      [
        ['advocate', 'ADV-'],
        ['friend', 'FRD-'],
      ],
    ]);
    expect(await told('ana')).toEqual(['Referral Qualified', 'Referral Rewarded']);
    const used = rewarded.body.rewards?.find(({ side }) => side === 'advocate')?.code;
    await engine.track('ana', 'Order Completed', {
      order_id: 'o-ana',
      revenue: 60,
      currency: 'EUR',
      coupon: used ?? '',
    });
    await engine.track('ben', 'Order Refunded', { order_id: 'o-ben' });
    expect(await stored('o-ben')).toMatchObject({
      state: 'clawed-back',
      rewards: [{ takenBack: 'debt' }, { takenBack: 'revoked' }],
    });
    expect(await told('ben')).toEqual(['Referral Qualified', 'Referral Rewarded', 'Referral Clawed Back']);
  });

  it('that looks like one person is held, and the team approves it, or denies it and hears an appeal, once', async () => {
    await engine.customer('carla');
    await order('disposable', 'carla', 'o-held');
    await engine.identify('thrown', { email: 'thrown@mailinator.com' });
    const referral_code = await codeOf('carla');
    const bought = { revenue: 50, currency: 'EUR', referral_code };
    await engine.track('thrown', 'Order Completed', { ...bought, order_id: 'o-thrown' });
    const held = await stored('o-thrown');
    expect(held).toMatchObject({
      state: 'held',
      score: 40,
      reasons: [{ reason: 'disposable-address', weight: 40 }],
    });
    const at = `/api/referrals/${held?.id}`;
    expect((await call('POST', `${at}/appeal`, { text: 'why?' })).status).toBe(409);
    expect((await call('POST', `${at}/deny`, { by: 'Eva' })).body.state).toBe('denied');
    expect((await call('POST', `${at}/deny`, { by: 'Eva' })).body.state).toBe('denied');
    expect((await call('POST', `${at}/approve`, {})).status).toBe(409);
    expect((await call('POST', `${at}/appeal`, { text: 'We are sisters' })).body.state).toBe('held');
    expect((await call('POST', `${at}/approve`, { by: 'Eva', note: 'known to us' })).body.state).toBe(
      'qualified',
    );
    expect((await call('POST', '/api/referrals/nothing/approve', {})).status).toBe(404);
    expect(await told('thrown')).toEqual([
      'Referral Held',
      'Referral Denied',
      'Referral Held',
      'Referral Qualified',
    ]);
  });

  it('paid with a card of the advocate is denied; after three such the advocate is suspended, until it is lifted', async () => {
    await engine.customer('dan');
    const paid = { payment_fingerprint: 'card-of-dan' };
    await engine.track('dan', 'Order Completed', {
      order_id: 'o-dan',
      revenue: 50,
      currency: 'EUR',
      ...paid,
    });
    for (const n of [1, 2, 3]) {
      await order(`fake-${n}`, 'dan', `o-fake-${n}`, paid);
      expect((await stored(`o-fake-${n}`))?.reasons).toContainEqual({ reason: 'same-payment', weight: 90 });
    }
    await order('real-1', 'dan', 'o-real-1');
    expect(await stored('o-real-1')).toMatchObject({
      state: 'denied',
      reasons: [{ reason: 'advocate-suspended' }],
    });
    const at = `/api/referrals/advocates/${await engine.profileId('dan')}`;
    const show = async () => (await adminClient(engine).call('GET', at)).body;
    expect(await show()).toMatchObject({
      referrals: { denied: 4 },
      suspended: { reason: '3 denied referrals' },
    });
    await adminClient(engine).call('POST', `${at}/lift`, { reason: 'as agreed' });
    expect(await show()).not.toHaveProperty('suspended');
    await order('real-2', 'dan', 'o-real-2');
    expect(await stored('o-real-2')).toMatchObject({ state: 'qualified' });
    expect(
      JSON.stringify(
        await engine.opened.stores.referralMarks.of({
          tenant: engine.tenant,
          profileId: await engine.profileId('dan'),
        }),
      ),
    ).not.toContain('card-of-dan');
  });

  it('begins with a click, goes on with the sign-up, and the second friend reaches a milestone, once', async () => {
    await engine.customer('eva');
    const code = await codeOf('eva');
    const visit = await engine.request(`/r/${code}`, {
      headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
      redirect: 'manual',
    });
    const to = new URL(visit.headers.get('location') ?? '');
    expect(to.searchParams.get('ref')).toBe(code);
    const friend = { anonymousId: to.searchParams.get('ajs_aid') ?? '' };
    const { tenant, opened } = engine;
    const states = async () =>
      Object.fromEntries(
        await opened.stores.referrals.states({ tenant, advocate: await engine.profileId('eva') }),
      );
    expect(await states()).toEqual({ clicked: 1 });
    await engine.send({ name: 'Signed Up', userId: 'gus', ...friend, traits: { email: 'gus@example.com' } });
    expect(await states()).toEqual({ 'signed-up': 1 });
    await order('gus', 'eva', 'o-gus');
    await order('hal', 'eva', 'o-hal');
    expect(await states()).toEqual({ qualified: 2 });
    // Nobody says that they were delivered.
    await engine.days(45);
    expect(await states()).toEqual({ rewarded: 2 });
    expect((await told('eva')).filter((name) => name === 'Referral Milestone Reached')).toHaveLength(1);
    const rewards = [await stored('o-gus'), await stored('o-hal')].flatMap((one) => one?.rewards ?? []);
    expect(rewards.filter(({ milestone }) => milestone === 2).map(({ offer: key }) => key)).toEqual([
      'for-two',
    ]);
  });
});

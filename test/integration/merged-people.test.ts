import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { adminClient } from '../harness/admin-client.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { postBatch } from '../harness/post-batch.ts';
import { shopFiles } from '../harness/shop.ts';

const waiting = (key: string, on: string, more: object = {}) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { on, again: 'never' },
  steps: [
    { id: 'pause', type: 'wait', for: '1 day' },
    { id: 'mail', type: 'send', channel: 'email', message: 'welcome' },
  ],
  ...more,
});

const files = {
  'offers/gift.json': {
    key: 'gift',
    name: 'A gift',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'GIFT-########' },
    limits: { perPerson: 1, total: 100 },
  },
  'journeys/gift.json': {
    key: 'gift',
    name: 'Gift',
    stage: 'retention',
    entry: { on: 'Gift Asked', again: 'always' },
    steps: [
      {
        id: 'coupon',
        type: 'offer',
        offer: 'gift',
        otherwise: [{ id: 'had-one', type: 'exit', outcome: 'had-one' }],
      },
    ],
  },
  'journeys/twin.json': waiting('twin', 'Signed Up'),
  'journeys/cart.json': waiting('cart', 'Checkout Started', {
    exit: [{ on: 'Order Completed', outcome: 'bought' }],
    goal: { on: 'Order Completed', within: '7 days' },
  }),
  'segments/buyers.json': {
    key: 'buyers',
    name: 'Buyers',
    when: {
      all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThanInclusive', value: 1 }],
    },
  },
};

describe('two profiles that turn out to be one person', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  const outcomes = async (user: string): Promise<readonly (string | undefined)[]> => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 10 });
    return runs.map(({ outcome }) => outcome);
  };

  it('have had the coupons either of them had', async () => {
    // Known by an address, since an offer is for people who are known.
    const visitor = { anonymousId: 'kim-at-home', externalIds: [{ kind: 'email', value: 'kim@home.test' }] };
    await engine.send({ name: 'Gift Asked', ...visitor });
    await engine.customer('kim');
    await engine.track('kim', 'alias', {}, { type: 'alias', previousId: 'kim-at-home' });
    expect(await outcomes('kim')).toEqual(['completed']);
    await engine.track('kim', 'Gift Asked');
    expect((await outcomes('kim')).toSorted()).toEqual(['completed', 'had-one']);
  });

  const call = async (...calls: readonly object[]): Promise<void> => {
    expect(await postBatch({ engine, calls })).toEqual({ accepted: calls.length, codes: [] });
  };
  const profileOf = async (id: string) => {
    const { tenant, opened } = engine;
    const [profile] = await opened.stores.profiles.withIds({ tenant, ids: [id] });
    return profile;
  };
  const runsOf = async (user: string, journey: string) => {
    const { tenant } = engine;
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant, profileId, limit: 50 });
    return runs.filter((run) => run.journey === journey);
  };

  it('have placed the orders either of them placed, and are in the segments these lead to, without another event', async () => {
    for (const [n, revenue] of [30, 20, 10].entries()) {
      const properties = { order_id: `G${n}`, revenue, currency: 'EUR' };
      await call({ type: 'track', anonymousId: 'guest-9', event: 'Order Completed', properties });
    }
    await call({ type: 'identify', userId: 'g-user', traits: { email: 'guser@x.test' } });
    expect(await profileOf('user:g-user')).toMatchObject({ computed: { orders: 0 }, segments: [] });
    await call({ type: 'identify', userId: 'g-user', anonymousId: 'guest-9' });
    expect(await profileOf('user:g-user')).toMatchObject({
      computed: { orders: 3, revenue: 60 },
      segments: ['buyers'],
      stage: 'customer',
    });
    const { tenant, opened } = engine;
    const profileId = await engine.profileId('g-user');
    const told = await opened.stores.events.since({
      tenant,
      profileId,
      names: ['Segment Joined', 'Segment Left', 'Profile Merged'],
      happened: 0,
      arrived: 0,
      limit: 10,
    });
    // They joined when the first order came; that two profiles are one person is no news of it.
    expect(told.map(({ name }) => name)).toEqual(['Segment Joined', 'Profile Merged']);
  });

  it('have one run for each key: one goes on, the other ends and the ledger says why, and one mail is sent', async () => {
    const email = 'twin@x.test';
    await call(
      { type: 'track', anonymousId: 'dev-A', event: 'Signed Up', context: { traits: { email } } },
      { type: 'track', anonymousId: 'dev-A', event: 'Consent Granted', properties: { confirmed: true } },
    );
    await call({ type: 'track', userId: 'twin', event: 'Signed Up' });
    expect(await runsOf('twin', 'twin')).toHaveLength(1);
    await call({ type: 'identify', userId: 'twin', anonymousId: 'dev-A', traits: { email } });
    await engine.comeToRest(engine.tenant);
    const runs = await runsOf('twin', 'twin');
    expect(runs.map(({ outcome }) => outcome ?? 'active').toSorted()).toEqual(['active', 'merged']);
    const [ended, goesOn] = ['merged', undefined].map((outcome) =>
      runs.find((run) => run.outcome === outcome),
    );
    const rows = await engine.opened.stores.decisionReads.decisions({
      tenant: engine.tenant,
      run: ended?.id ?? '',
      limit: 20,
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ kind: 'exited', reason: 'merged', detail: { run: goesOn?.id } }),
    );
    await engine.days(2);
    await expect.poll(() => engine.subjects(email).length).toBe(1);
    await engine.comeToRest(engine.tenant);
    expect(engine.subjects(email)).toHaveLength(1);
  });

  it('are out of a journey that what the other did ends, and have reached its goal', async () => {
    await call(
      { type: 'track', userId: 'shopper', event: 'Checkout Started' },
      { type: 'track', anonymousId: 'dev-shopper', event: 'Product Viewed' },
    );
    await call({
      type: 'track',
      anonymousId: 'dev-shopper',
      event: 'Order Completed',
      properties: { order_id: 's-1' },
    });
    expect(await runsOf('shopper', 'cart')).toMatchObject([{ status: 'active' }]);
    await call({ type: 'alias', userId: 'shopper', previousId: 'dev-shopper' });
    await engine.comeToRest(engine.tenant);
    const [run] = await runsOf('shopper', 'cart');
    expect(run).toMatchObject({ status: 'ended', outcome: 'bought' });
    const { tenant, opened } = engine;
    const kept = await opened.stores.runs.get({ tenant, run: run?.id ?? '' });
    expect(kept?.convertedAt).toBeGreaterThan(0);
  });

  it('have recommended nobody when they recommended themself: the reward is taken back', async () => {
    await engine.customer('advocate');
    const referral_code = (await profileOf('user:advocate'))?.referralCode ?? '';
    const order = { order_id: 'own-1', revenue: 80, currency: 'EUR', referral_code };
    await call({ type: 'track', anonymousId: 'second-account', event: 'Order Completed', properties: order });
    const { tenant, opened } = engine;
    const referral = () => opened.stores.referrals.ofOrder({ tenant, orderId: 'own-1' });
    expect(await referral()).toMatchObject({ state: 'qualified' });
    await call({ type: 'alias', userId: 'advocate', previousId: 'second-account' });
    expect(await referral()).toMatchObject({ state: 'clawed-back', reversal: { reason: 'own-code' } });
  });

  it.each(['one after the other', 'all at once'])(
    'are the same person in whatever order events and merges come, %s',
    async (how) => {
      let round = 0;
      const said = fc.record({
        of: fc.nat(2),
        kind: fc.constantFrom(
          'identify',
          'Consent Granted',
          'Unsubscribed',
          'Order Completed',
          'Product Viewed',
        ),
        value: fc.constantFrom('x', 'y'),
      });
      const stories = fc.array(said, { minLength: 3, maxLength: 8 }).chain((events) =>
        fc.record({
          events: fc.constant(events),
          // Each event, and twice that two of the three are one person.
          order: fc.shuffledSubarray([...events.keys(), -1, -2], { minLength: events.length + 2 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(stories, async ({ events, order }) => {
          round += 1;
          const noon = engine.engine.clock.now(engine.tenant) - 3_600_000;
          const callOf = (index: number, who: string, id: object): object => {
            const { kind, value } = events[index] ?? { kind: 'page', value: '' };
            const timestamp = new Date(noon + index * 1000).toISOString();
            if (kind === 'identify') return { type: 'identify', ...id, timestamp, traits: { plan: value } };
            const orderId = {
              order_id: `${who}-${how.length}-${round}-${index}`,
              revenue: 10,
              currency: 'EUR',
            };
            const properties = kind === 'Order Completed' ? orderId : { topic: value };
            return { type: 'track', event: kind, ...id, timestamp, properties };
          };
          const visitor = (of: number): string => `v${how.length}-${round}-${of}`;
          const joins = (a: number, b: number): object => ({
            type: 'page',
            anonymousId: visitor(a),
            externalIds: [{ type: 'anonymous_id', id: visitor(b) }],
            timestamp: new Date(noon).toISOString(),
          });
          const calls = order.map((step) => {
            if (step === -1) return joins(0, 1);
            if (step === -2) return joins(2, 1);
            return callOf(step, 'split', { anonymousId: visitor(events[step]?.of ?? 0) });
          });
          if (how === 'all at once') await call(...calls);
          else for (const one of calls) await call(one);
          const whole = `w${how.length}-${round}`;
          await call({ ...joins(0, 0), anonymousId: whole, externalIds: [] });
          for (const index of events.keys()) await call(callOf(index, 'whole', { anonymousId: whole }));
          const known = async (id: string) => {
            const profile = await profileOf(`anon:${id}`);
            const { traits, traitTimes, consents, computed, segments, stage, stageAt, points } =
              profile ?? {};
            const { createdAt, lastSeenAt } = profile ?? {};
            return {
              traits,
              traitTimes,
              consents,
              computed,
              segments,
              stage,
              stageAt,
              points,
              createdAt,
              lastSeenAt,
            };
          };
          const one = await known(whole);
          // What met a change by somebody else is dispatched again a little later.
          await expect.poll(() => known(visitor(0))).toEqual(one);
          expect((await profileOf(`anon:${visitor(0)}`))?.ids.length).toBe(3);
        }),
        { numRuns: 8, seed: 7 },
      );
    },
  );

  it('take in only so many others an hour; the rest stays apart, and the event says so', async () => {
    const join = async (n: number) =>
      engine.send({ name: 'page', type: 'page', userId: 'kiosk', anonymousId: `kiosk-${n}` });
    // The first finds nobody to merge with: the visitor becomes known.
    for (let n = 1; n <= 22; n += 1) {
      await engine.send({ name: 'Product Viewed', anonymousId: `kiosk-${n}` });
      await join(n);
    }
    const kiosk = await profileOf('user:kiosk');
    expect(kiosk?.merges?.count).toBe(20);
    expect(kiosk?.ids).not.toContain('anon:kiosk-22');
    const { tenant, opened } = engine;
    expect(await opened.stores.events.get({ tenant, id: await join(22) })).toMatchObject({
      ignored: [{ path: 'identity', message: expect.stringContaining('at most 20 profiles an hour') }],
    });
  });

  it('stay small whatever is said of them: 210 large calls are taken, and what there is no room for is said', async () => {
    const large = (n: number) => ({
      type: 'identify',
      userId: 'large',
      messageId: `large-${n}`,
      traits: Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`trait ${n} ${index}`, 'x'.repeat(130)]),
      ),
    });
    for (let n = 0; n < 210; n += 14) {
      await call(...Array.from({ length: 14 }, (_, index) => large(n + index)));
    }
    await engine.track('large', 'Order Completed', { order_id: 'large-1', revenue: 10, currency: 'EUR' });
    const profile = await profileOf('user:large');
    expect(profile).toMatchObject({ computed: { orders: 1 } });
    expect(Buffer.byteLength(JSON.stringify(profile))).toBeLessThan(200_000);
    const { tenant, opened } = engine;
    const last = await opened.stores.events.get({ tenant, id: 'server:large-209' });
    expect(Object.keys(last?.traits ?? {})).toHaveLength(200);
    expect(last?.ignored?.at(-1)?.message).toContain('more traits were left out');
  });

  it('are two people again after a split: each with what is theirs, and never merged again', async () => {
    const order = (order_id: string, revenue: number) => ({ order_id, revenue, currency: 'EUR' });
    const tablet = (event: string, properties: object) => ({
      type: 'track',
      anonymousId: 'tablet',
      event,
      properties,
    });
    await call({ type: 'identify', userId: 'sam', traits: { plan: 'gold', city: 'Vigo' } });
    await engine.track('sam', 'Order Completed', order('sam-1', 50));
    await call({ type: 'identify', anonymousId: 'tablet', traits: { city: 'Lugo', size: 'L' } });
    await call(tablet('Order Completed', order('tab-1', 10)));
    await call(tablet('Checkout Started', {}));
    await call({ type: 'identify', userId: 'sam', anonymousId: 'tablet' });
    await call(tablet('Order Completed', order('tab-2', 20)));
    const merged = await profileOf('user:sam');
    expect(merged).toMatchObject({
      computed: { orders: 3, revenue: 80 },
      traits: { city: 'Lugo', size: 'L' },
    });
    const { tenant, opened } = engine;
    const [told] = await opened.stores.events.since({
      tenant,
      profileId: merged?.id ?? '',
      names: ['Profile Merged'],
      happened: 0,
      arrived: 0,
      limit: 5,
    });
    const from = String(told?.properties['from']);
    const admin = adminClient(engine);
    const path = `/api/profiles/${merged?.id ?? ''}/split`;
    const answer = await admin.call('POST', path, { from });
    expect(answer).toMatchObject({ status: 200, body: { profileId: from, ids: ['anon:tablet'] } });
    await engine.engine.dispatcher.idle();

    const sam = await profileOf('user:sam');
    const visitor = await profileOf('anon:tablet');
    expect(visitor?.id).toBe(from);
    expect(sam).toMatchObject({ computed: { orders: 1, revenue: 50 }, segments: ['buyers'] });
    expect([sam?.ids, sam?.traits]).toEqual([['user:sam'], { plan: 'gold', city: 'Vigo' }]);
    expect(visitor).toMatchObject({ computed: { orders: 2, revenue: 30 }, segments: ['buyers'] });
    expect([visitor?.ids, visitor?.traits]).toEqual([['anon:tablet'], { city: 'Lugo', size: 'L' }]);
    const runs = await opened.stores.runReads.runs({ tenant, profileId: from, limit: 5 });
    expect(runs.map(({ journey }) => journey)).toEqual(['cart']);
    expect(await runsOf('sam', 'cart')).toEqual([]);

    const id = await engine.send({ name: 'page', type: 'page', userId: 'sam', anonymousId: 'tablet' });
    expect((await profileOf('anon:tablet'))?.id).toBe(from);
    expect(await opened.stores.events.get({ tenant, id })).toMatchObject({
      ignored: [{ path: 'identity', message: expect.stringContaining('was split') }],
    });
    expect((await admin.call('POST', path, { from })).status).toBe(404);
    const lines = await admin.call('GET', '/api/audit?action=profile.split');
    expect(JSON.stringify(lines.body)).toContain(merged?.id ?? 'nobody');
  });

  it('and an order is of the person its first purchase names: nobody takes it, and the shop changes it', async () => {
    const known = async (user: string) => {
      const profileId = await engine.profileId(user);
      return (await engine.opened.stores.profiles.get({ tenant: engine.tenant, profileId }))?.computed;
    };
    const order = { order_id: 'mine', revenue: 80, currency: 'EUR' };
    await engine.track('owner', 'Order Completed', order);
    await engine.track('thief', 'Order Completed', { ...order, revenue: 1 });
    await engine.track('thief', 'Order Cancelled', order, { trust: 'public' });
    await engine.track('thief', 'Order Updated', { ...order, revenue: 2 }, { trust: 'public' });
    expect(await known('owner')).toMatchObject({ orders: 1, revenue: 80 });
    expect(await known('thief')).toMatchObject({ orders: 0 });
    await engine.track('desk', 'Order Updated', { ...order, revenue: 90 });
    await engine.track('desk', 'Order Refunded', { order_id: 'mine', revenue: 30 });
    expect(await known('owner')).toMatchObject({ orders: 1, revenue: 60, refunded: 30 });
    await engine.track('desk', 'Order Cancelled', { order_id: 'mine' });
    expect(await known('owner')).toMatchObject({ orders: 0 });
    expect(await known('desk')).toMatchObject({ orders: 0 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { localDay, zonedAt } from '../../domain/time/local.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const day = 86_400_000;

const tag = (name: string, id = 'tag') => ({ id, type: 'update', tags: { add: [name] } });
const journey = (key: string, entry: unknown, steps: readonly unknown[] = [tag(key)]) => ({
  [`journeys/${key}.json`]: { key, name: key, stage: 'retention', entry, steps },
});

const files = {
  'segments/fans.json': {
    key: 'fans',
    name: 'Fans',
    when: { all: [{ fact: 'profile', path: '$.traits.fan', operator: 'equal', value: true }] },
  },
  ...journey('birthday', { date: '$.traits.birthday', yearly: true, at: '09:00', again: 'always' }),
  ...journey('renewal', { date: '$.traits.renewsOn', offset: '2 days before', at: '10:00', again: 'always' }),
  ...journey('weekly', { schedule: { every: 'day', at: '08:30' }, audience: 'fans', again: 'always' }),
  ...journey('upgraded', { attribute: '$.traits.plan', from: 'free', to: 'paid', again: 'always' }),
  ...journey('rich', { attribute: '$.points', crosses: 100, again: 'always' }),
  ...journey('poor', { attribute: '$.points', crosses: 50, direction: 'down', again: 'always' }),
  ...journey('either', {
    on: ['Checkout Started', 'Cart Shared'],
    key: '$.properties.cart_id',
    again: 'always',
  }),
  ...journey('gifted', { on: 'Gift Wanted', again: 'always' }, [
    { id: 'gift', type: 'offer', offer: 'ten' },
    {
      id: 'used',
      type: 'wait-for',
      until: { date: '$.steps.gift.expiresAt' },
      events: [
        {
          on: 'Coupon Redeemed',
          match: { event: '$.properties.code', steps: '$.gift.code' },
          then: [tag('used-it', 'used-tag')],
        },
      ],
      otherwise: [tag('lost-it', 'lost-tag')],
    },
  ]),
  'offers/ten.json': {
    key: 'ten',
    name: 'Ten percent',
    kind: 'percentage',
    value: 10,
    code: { pattern: 'TEN-########' },
    expires: { after: '7 days' },
    limits: { perPerson: 5, total: 500 },
  },
  'rules/points.json': {
    name: 'Points',
    on: ['Points Won'],
    conditions: { all: [{ fact: 'event', path: '$.event', operator: 'equal', value: 'Points Won' }] },
    event: { type: 'points', params: { by: 60, reason: 'won' } },
  },
  'rules/no-points.json': {
    name: 'Points lost',
    on: ['Points Lost'],
    conditions: { all: [{ fact: 'event', path: '$.event', operator: 'equal', value: 'Points Lost' }] },
    event: { type: 'points', params: { by: -40, reason: 'lost' } },
  },
  ...journey('promoted', { attribute: '$.stage', to: 'vip', again: 'always' }),
  ...journey('make-paid', { api: true, again: 'always' }, [
    { id: 'pay', type: 'update', set: { plan: 'paid' } },
  ]),
  ...journey('few', { on: 'Few Wanted', again: 'always', caps: { total: 5 } }),
  ...journey('hourly', { on: 'Hourly Wanted', again: 'always', caps: { hour: 2, day: 3 } }),
  ...journey('drip', {
    schedule: { every: 'day', at: '08:45' },
    audience: 'fans',
    caps: { perRun: 2 },
  }),
  'rules/vip.json': {
    name: 'Vip',
    on: ['Vip Named'],
    conditions: { all: [{ fact: 'event', path: '$.event', operator: 'equal', value: 'Vip Named' }] },
    event: { type: 'stage', params: { stage: 'vip' } },
  },
};

describe('ways into a journey', () => {
  let engine: TestedEngine;
  const settings = {
    timezone: 'Europe/Madrid',
    stages: ['visitor', 'lead', 'customer', 'vip'],
  };
  beforeAll(async () => {
    engine = await startMemoryEngine({
      files: (tenant) => shopFiles({ tenant, files, settings }),
    });
  });
  afterAll(async () => {
    await engine.close();
  });

  const now = (): number => engine.engine.clock.now(engine.tenant);
  const runsOf = async (user: string, of: string) => {
    const profileId = await engine.profileId(user);
    const runs = await engine.opened.stores.runReads.runs({ tenant: engine.tenant, profileId, limit: 100 });
    return runs.filter((run) => run.journey === of).toSorted((a, b) => a.enteredAt - b.enteredAt);
  };
  const enteredAt = async (user: string, of: string, zone = 'Europe/Madrid') =>
    (await runsOf(user, of)).map((run) =>
      zonedAt({ at: run.enteredAt, zone }).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    );
  const dayIn = (days: number, zone = 'Europe/Madrid'): string => localDay({ at: now() + days * day, zone });

  it('starts on a birthday, at the time of day in the zone of the person', async () => {
    const [madrid, york] = [dayIn(3), dayIn(3, 'America/New_York')];
    await engine.identify('ana', { birthday: `1990${madrid.slice(4)}` });
    await engine.identify('bob', { birthday: `1990${york.slice(4)}`, timezone: 'America/New_York' });
    await engine.days(4);
    expect(await enteredAt('ana', 'birthday')).toEqual([`${madrid}T09:00`]);
    expect(await enteredAt('bob', 'birthday', 'America/New_York')).toEqual([`${york}T09:00`]);
  });

  it('moves the entry when the date or the zone changes, and enters nobody whose date is gone', async () => {
    const first = dayIn(3);
    await engine.identify('cid', { renewsOn: dayIn(5) });
    await engine.identify('cid', { renewsOn: dayIn(8) });
    await engine.identify('dot', { renewsOn: dayIn(5) });
    await engine.identify('dot', { timezone: 'Pacific/Auckland' });
    await engine.identify('eve', { renewsOn: dayIn(5) });
    await engine.identify('eve', { renewsOn: null });
    const moved = dayIn(6);
    await engine.days(9);
    expect(await enteredAt('cid', 'renewal')).toEqual([`${moved}T10:00`]);
    expect(await enteredAt('dot', 'renewal', 'Pacific/Auckland')).toEqual([`${first}T10:00`]);
    expect(await runsOf('eve', 'renewal')).toEqual([]);
  });

  it('enters the members of an audience each time a schedule comes round, once per person', async () => {
    await engine.identify('fan', { fan: true });
    await engine.identify('foe', { fan: false });
    const from = dayIn(0);
    await engine.days(3);
    const times = await enteredAt('fan', 'weekly');
    expect(times).toHaveLength(3);
    for (const time of times) expect(time).toMatch(/T08:30$/);
    expect(new Set(times.map((time) => time.slice(0, 10))).size).toBe(3);
    expect((times[0] ?? '') >= from).toBe(true);
    expect(await runsOf('foe', 'weekly')).toEqual([]);
  });

  it('starts when an attribute changes from one value to another, by an event or by a step', async () => {
    await engine.identify('gil', { plan: 'free' });
    await engine.identify('gil', { plan: 'trial' });
    await engine.identify('gil', { plan: 'paid' });
    expect(await runsOf('gil', 'upgraded')).toEqual([]);
    await engine.identify('gil', { plan: 'free' });
    await engine.identify('gil', { plan: 'paid' });
    expect(await runsOf('gil', 'upgraded')).toHaveLength(1);
    await engine.identify('hal', { plan: 'free' });
    const response = await fetch(`${engine.url}/api/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${engine.keys.api}`, 'content-type': 'application/json' },
      body: JSON.stringify({ journey: 'make-paid', profile: { userId: 'hal' } }),
    });
    expect(response.status).toBe(201);
    await expect.poll(async () => (await runsOf('hal', 'upgraded')).length).toBe(1);
    await engine.track('hal', 'Vip Named');
    await expect.poll(async () => (await runsOf('hal', 'promoted')).length).toBe(1);
  });

  it('starts when a number reaches a threshold or falls below it, each time it does, and not beyond it', async () => {
    const entered = async () => [(await runsOf('ida', 'rich')).length, (await runsOf('ida', 'poor')).length];
    await engine.track('ida', 'Points Won');
    expect(await entered(), '60').toEqual([0, 0]);
    await engine.track('ida', 'Points Won');
    await expect.poll(entered).toEqual([1, 0]);
    await engine.track('ida', 'Points Won');
    await engine.track('ida', 'Points Lost');
    expect(await entered(), '180 and 140 are beyond it').toEqual([1, 0]);
    for (const _time of [1, 2, 3]) await engine.track('ida', 'Points Lost');
    await expect.poll(entered).toEqual([1, 1]);
    await engine.track('ida', 'Points Won');
    await engine.track('ida', 'Points Won');
    await expect.poll(entered).toEqual([2, 1]);
  });

  it('starts by any of several events, with one run for each key', async () => {
    await engine.track('joe', 'Checkout Started', { cart_id: 'c-1' });
    await engine.track('joe', 'Cart Shared', { cart_id: 'c-2' });
    await engine.track('joe', 'Cart Viewed', { cart_id: 'c-3' });
    expect((await runsOf('joe', 'either')).map((run) => run.entryKey)).toEqual(['c-1', 'c-2']);
  });

  it('tells anyone who used the coupon they were given, once, and ends the wait for it', async () => {
    const code = async (user: string): Promise<unknown> => {
      const profileId = await engine.profileId(user);
      const coupons = await engine.opened.stores.collections
        .named<{ _id: string; tenant: string; profileId: string; code: string }>('coupons')
        .find({ tenant: engine.tenant, profileId })
        .toArray();
      return coupons[0]?.code;
    };
    const tagsOf = async (user: string) => {
      const profileId = await engine.profileId(user);
      const { tenant } = engine;
      return (await engine.opened.stores.profiles.get({ tenant, profileId }))?.tags;
    };
    const order = (order_id: string, coupon: unknown) => ({
      order_id,
      revenue: 20,
      currency: 'EUR',
      coupon: String(coupon),
    });
    for (const user of ['kim', 'leo']) {
      await engine.customer(user);
      await engine.track(user, 'Gift Wanted');
    }
    await engine.track('kim', 'Order Completed', order('k-1', 'ANOTHER'));
    expect(await tagsOf('kim')).toEqual([]);
    await engine.track('kim', 'Order Completed', order('k-2', await code('kim')));
    await expect.poll(() => tagsOf('kim')).toEqual(['used-it']);
    await engine.days(7.1);
    await expect.poll(() => tagsOf('leo')).toEqual(['lost-it']);
    expect(await tagsOf('kim')).toEqual(['used-it']);
  });

  it('enters as many as a cap allows when many come at once, and says of all others why not', async () => {
    const people = Array.from({ length: 20 }, (_person, n) => `few-${n}`);
    await Promise.all(people.map((user) => engine.track(user, 'Few Wanted')));
    await engine.engine.dispatcher.idle();
    const counts = await Promise.all(people.map(async (user) => (await runsOf(user, 'few')).length));
    expect(counts.filter((count) => count === 1)).toHaveLength(5);
    const reasons = await Promise.all(
      people.map(async (user) =>
        (
          await engine.opened.stores.decisionReads.decisions({
            tenant: engine.tenant,
            profileId: await engine.profileId(user),
            limit: 10,
          })
        ).filter((row) => row.kind === 'not-entered'),
      ),
    );
    expect(reasons.flat().map((row) => row.reason)).toEqual(Array.from({ length: 15 }, () => 'full-total'));
  });

  it('enters as many in an hour and in a day as allowed, and others when these are over', async () => {
    const enter = async (prefix: string): Promise<number> => {
      const users = [1, 2, 3].map((n) => `${prefix}-${n}`);
      for (const user of users) await engine.track(user, 'Hourly Wanted');
      const runs = await Promise.all(users.map((user) => runsOf(user, 'hourly')));
      return runs.filter((found) => found.length > 0).length;
    };
    // Noon of the next day, so that the hours that follow are of one day.
    const noon = zonedAt({ at: now() + day, zone: 'Europe/Madrid' }).withPlainTime('12:00');
    await engine.days((noon.epochMilliseconds - now()) / day);
    expect(await enter('hour-1')).toBe(2);
    await engine.days(2 / 24);
    expect(await enter('hour-2'), 'the day has room for one more').toBe(1);
    await engine.days(1);
    expect(await enter('hour-3')).toBe(2);
  });

  it('enters as many at an occurrence of a schedule as allowed, and the next ones at the next', async () => {
    const fans = Array.from({ length: 5 }, (_fan, n) => `drip-${n}`);
    for (const user of fans) await engine.identify(user, { fan: true });
    const entered = async (): Promise<number> => {
      const runs = await Promise.all([...fans, 'fan'].map((user) => runsOf(user, 'drip')));
      return runs.flat().length;
    };
    const before = await entered();
    await engine.days(1);
    expect((await entered()) - before).toBe(2);
    await engine.days(1);
    expect((await entered()) - before).toBe(4);
  });
});

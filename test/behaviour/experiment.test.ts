import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { runResults } from '../../cli/commands/journeys/results.ts';
import { engineClient } from '../../cli/engine-client.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { isObject, type JsonObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const people = 340;

const tagged = (tag: string) => [{ id: `tag-${tag}`, type: 'update', tags: { add: [tag] } }];

const journey = {
  key: 'offer-test',
  name: 'Does a code help?',
  stage: 'retention',
  entry: { on: 'Checkout Started', key: '$.properties.checkout_id', again: 'always' },
  goal: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
  holdout: 15,
  steps: [
    {
      id: 'discount',
      type: 'experiment',
      metric: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
      winner: { after: 100 },
      arms: [
        { name: 'plain', weight: 1, control: true, then: tagged('plain') },
        { name: 'with-code', weight: 1, then: tagged('with-code') },
      ],
    },
  ],
};

const quiz = {
  key: 'quiz',
  name: 'Quiz',
  stage: 'service',
  entry: { on: 'Quiz Done' },
  steps: [
    {
      id: 'answer',
      type: 'experiment',
      metric: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
      arms: [
        { name: 'short', weight: 1, control: true, then: [] },
        { name: 'long', weight: 1, then: [] },
      ],
    },
  ],
};

let engine: TestedEngine;

beforeAll(async () => {
  engine = await startMemoryEngine({
    files: (tenant) =>
      shopFiles({
        tenant,
        files: { 'journeys/offer-test.json': journey, 'journeys/quiz.json': quiz },
        settings: { holdout: 10 },
      }),
  });
});

afterAll(async () => {
  await engine.close();
});

const event = (userId: string, name: string, properties: JsonObject): AcceptedEvent => ({
  messageId: randomUUID(),
  type: 'track',
  name,
  userId,
  externalIds: [],
  properties,
  traits: {},
  context: {},
  timestamp: engine.engine.clock.now(engine.tenant),
  source: 'api',
  trust: 'server',
  backfill: false,
});

const accept = async (events: readonly AcceptedEvent[]): Promise<void> => {
  await engine.engine.accept({ tenant: engine.tenant, events });
  await engine.engine.dispatcher.idle();
};

const client = () => engineClient({ url: engine.url, apiKey: engine.keys.api });

const get = async (path: string): Promise<Record<string, unknown>> => {
  const answer = await client().call({ path: `/api/journeys/offer-test${path}` });
  return isObject(answer) ? answer : {};
};

const tagsOf = async (userId: string): Promise<readonly string[]> => {
  const [profile] = await engine.opened.stores.profiles.withIds({
    tenant: engine.tenant,
    ids: [`user:${userId}`],
  });
  return profile?.tags ?? [];
};

const begin = (userId: string, checkout = `c-${userId}`): AcceptedEvent =>
  event(userId, 'Checkout Started', { checkout_id: checkout, value: 50, currency: 'EUR' });

/** Why somebody is held out: of the journey, or of all marketing. */
const holdoutOf = async (userId: string): Promise<string | undefined> => {
  const profileId = await engine.profileId(userId);
  const rows = await engine.opened.stores.decisionReads.decisions({
    tenant: engine.tenant,
    profileId,
    limit: 10,
  });
  return rows.find((row) => row.kind === 'held-out')?.reason;
};

/** Groups of users by what the journey did to them. */
const byArm = async (users: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
  const groups = new Map<string, string[]>();
  for (const user of users) {
    const arm = (await tagsOf(user))[0] ?? 'held-out';
    groups.set(arm, [...(groups.get(arm) ?? []), user]);
  }
  return groups;
};

it('an experiment is counted, decided once at its horizon, and then everybody new gets what won', async () => {
  const users = Array.from({ length: people }, (_, n) => `u${n}`);
  await accept(users.map((user) => begin(user)));
  const groups = await byArm(users);
  const plain = groups.get('plain') ?? [];
  const code = groups.get('with-code') ?? [];
  const leftOut = groups.get('held-out') ?? [];
  const why = await Promise.all(leftOut.map(holdoutOf));
  const heldOut = leftOut.filter((_, n) => why[n] === 'journey-holdout');
  const outOfAll = leftOut.filter((_, n) => why[n] === 'global-holdout');
  expect(heldOut.length + outOfAll.length).toBe(leftOut.length);
  expect(Math.min(plain.length, code.length)).toBeGreaterThan(100);

  // One in ten buys without a code, half of the others with it; one order comes back, one is a test.
  const order = (user: string, revenue: number, context: JsonObject = {}): AcceptedEvent => ({
    ...event(user, 'Order Completed', { order_id: `o-${user}`, revenue, currency: 'EUR' }),
    context,
  });
  const plainBuyers = plain.filter((_, n) => n % 10 === 0);
  const codeBuyers = code.filter((_, n) => n % 2 === 0);
  const heldBuyers = heldOut.filter((_, n) => n % 5 === 0);
  const outBuyers = outOfAll.slice(0, 3);
  const buyers = [...plainBuyers, ...codeBuyers, ...heldBuyers, ...outBuyers];
  const orders = buyers.map((user, n) => order(user, 20 + (n % 7)));
  await accept([...orders, ...orders, order(plain[1] ?? '', 500, { test: true })]);
  // One more bought, and we hear of it only by an import.
  const imported = plain[2] ?? '';
  await accept([{ ...order(imported, 11), backfill: true }]);
  await accept([
    event(codeBuyers[0] ?? '', 'Order Refunded', {
      order_id: `o-${codeBuyers[0]}`,
      total: 20,
      currency: 'EUR',
    }),
  ]);

  const early = await get('/experiments');
  expect(early['experiments']).toMatchObject([
    {
      step: 'discount',
      verdict: { kind: 'running' },
      isCurrent: true,
      versions: [1],
      sampleRatio: { isMismatch: false },
    },
  ]);

  await engine.days(8);
  // Decided when the time of the last who counts was over, not a day later.
  const now = engine.engine.clock.now(engine.tenant);
  expect(await get('/experiments')).toMatchObject({
    experiments: [{ decided: { arm: 'with-code', at: expect.any(String) } }],
  });

  const [result] = [(await get('/experiments'))['experiments']].flat().filter(isObject);
  expect(result).toMatchObject({ verdict: { kind: 'winner', arm: 'with-code', by: 'conversion' } });
  const store = engine.opened.stores;
  const design = String(result?.['experiment']);
  const decided = await store.decided.get({ tenant: engine.tenant, experiment: design });
  expect(now - (decided?.at ?? 0)).toBeGreaterThan(22 * 3_600_000);
  const all = await store.exposureSums.counts({
    tenant: engine.tenant,
    experiment: design,
    currency: 'EUR',
  });
  const revenueOf = (of: readonly string[]): number =>
    orders
      .filter((one) => of.includes(one.userId ?? ''))
      .reduce((sum, one) => sum + Number(one.properties['revenue']) * 100, 0);
  const sum = (arm: string) => all.arms.find((one) => one.arm === arm);
  expect(sum('plain')).toMatchObject({
    people: plain.length,
    converted: plainBuyers.length + 1,
    value: revenueOf(plainBuyers) + 1100,
  });
  expect(sum('with-code')).toMatchObject({
    people: code.length,
    converted: codeBuyers.length,
    value: revenueOf(codeBuyers.slice(1)) + Math.max(0, revenueOf(codeBuyers.slice(0, 1)) - 2000),
  });

  // Everybody new gets what won; anyone who was in an arm stays there.
  const fresh = Array.from({ length: 12 }, (_, n) => `new${n}`);
  await accept([...fresh.map((user) => begin(user)), begin(plain[0] ?? '', 'again')]);
  const later = await byArm(fresh);
  expect(later.get('plain')).toBeUndefined();
  expect((later.get('with-code') ?? []).length + (later.get('held-out') ?? []).length).toBe(12);
  expect(await tagsOf(plain[0] ?? '')).toEqual(['plain']);
  const rows = await store.decisionReads.decisions({
    tenant: engine.tenant,
    profileId: await engine.profileId(later.get('with-code')?.[0] ?? ''),
    limit: 10,
  });
  expect(rows.find((row) => row.kind === 'branched')).toMatchObject({ reason: 'winner', step: 'discount' });
  const counted = await store.exposureSums.counts({
    tenant: engine.tenant,
    experiment: design,
    currency: 'EUR',
  });
  expect(counted.arms.reduce((total, arm) => total + arm.people, 0)).toBe(plain.length + code.length);

  // The holdout is counted too, by person and by the goal.
  const lift = await get('/lift');
  expect(lift['holdouts']).toMatchObject([
    {
      kind: 'holdout',
      metric: { on: 'Order Completed', within: '7 days' },
      verdict: { kind: 'too-early', arm: 'held-out' },
      arms: [
        {
          arm: 'held-out',
          people: heldOut.length,
          converted: heldBuyers.length,
          revenue: revenueOf(heldBuyers),
        },
        {
          arm: 'treated',
          people: plain.length + code.length,
          converted: plainBuyers.length + codeBuyers.length,
        },
      ],
    },
  ]);

  // What all marketing does is measured over 30 days; who is held out of one journey gets the rest of it.
  await engine.days(24);
  const everything = (await get('/lift'))['everything'];
  const fromNew = fresh.length;
  expect(everything).toMatchObject({ kind: 'all-marketing', rest: expect.any(Number), mixed: 0 });
  const arms =
    isObject(everything) && Array.isArray(everything['arms']) ? everything['arms'].filter(isObject) : [];
  expect(arms).toMatchObject([
    { arm: 'held-out', people: outOfAll.length, converted: outBuyers.length },
    {
      arm: 'treated',
      people: people - outOfAll.length,
      converted: plainBuyers.length + codeBuyers.length + heldBuyers.length + 1,
    },
  ]);
  expect(isObject(everything) ? everything['rest'] : 0).toBe(fromNew);

  const lines: string[] = [];
  await runResults({ journey: 'offer-test', client: client(), say: (line) => lines.push(line) });
  const text = lines.join('\n');
  expect(text).toContain('“with-code” won by conversion.');
  expect(text).toContain('everybody who is new gets “with-code”');
  expect(text).toMatch(/“with-code” against “plain”: conversion \+\d+\.\d points/);
  expect(text).toContain('Too early to say: “held-out” has');
});

it('counts a success that arrived before we knew that the person takes part', async () => {
  const now = engine.engine.clock.now(engine.tenant);
  const users = ['q1', 'q2', 'q3'];
  const orders = users.map((user) => ({
    ...event(user, 'Order Completed', { order_id: `o-${user}`, revenue: 5, currency: 'EUR' }),
    timestamp: now + 60_000,
  }));
  await accept(orders);
  await accept(users.map((user) => event(user, 'Quiz Done', {})));
  const answer = await client().call({ path: '/api/journeys/quiz/experiments' });
  const [result] = [isObject(answer) ? answer['experiments'] : []].flat().filter(isObject);
  const counts = await engine.opened.stores.exposureSums.counts({
    tenant: engine.tenant,
    experiment: String(result?.['experiment']),
    currency: 'EUR',
  });
  const sum = (what: 'people' | 'converted' | 'value') =>
    counts.arms.reduce((total, arm) => total + arm[what], 0);
  expect([sum('people'), sum('converted'), sum('value')]).toEqual([3, 3, 1500]);
  expect(result).toMatchObject({ verdict: { kind: 'too-early', needed: 500 } });
});

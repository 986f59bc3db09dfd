import { randomUUID } from 'node:crypto';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EventRow } from '../../engine/events/ports.ts';
import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const day = 86_400_000;

const leaf = (fact: string, path: string, operator: string, value: unknown, params?: object) => ({
  all: [{ fact, path, operator, value, ...(params === undefined ? {} : { params }) }],
});
const score = (least: number) => leaf('profile', '$.scores.engagement', 'greaterThanInclusive', least);
const seen = (least: number) =>
  leaf('events', '$.count', 'greaterThanInclusive', least, { name: 'Page Seen', within: '7 days' });
const rule = (on: string, conditions: object, event: object) => ({ name: on, on: [on], conditions, event });
const anything = leaf('profile', '$.points', 'greaterThanInclusive', 0);
const mail = { id: 'mail', type: 'send', channel: 'email', message: 'welcome' };
const tag = (name: string) => ({ id: name, type: 'update', tags: { add: [name] } });
const journey = (key: string, entry: object, steps: readonly object[], more: object = {}) => ({
  key,
  name: key,
  stage: 'retention',
  entry: { again: 'always', ...entry },
  steps,
  ...more,
});

const files = {
  'rules/score.json': rule('Page Seen', anything, { type: 'score', params: { kind: 'engagement', by: 1 } }),
  'rules/warm.json': rule('Page Seen', score(2), { type: 'tag', params: { add: ['warm'] } }),
  'rules/back.json': rule('Page Seen', seen(2), { type: 'points', params: { by: 10, reason: 'back' } }),
  'rules/call.json': rule('Call Wanted', score(1), {
    type: 'task',
    params: { title: 'Score {{profile.scores.engagement}}, {{profile.traits.plan}}' },
  }),
  'rules/greet.json': rule('Quote Asked', score(1), { type: 'enrol', params: { journey: 'greet' } }),
  'rules/plan.json': rule('Plan Chosen', anything, { type: 'set', params: { traits: { chosen: true } } }),
  'segments/engaged.json': { key: 'engaged', name: 'Engaged', when: score(3) },
  'segments/frequent.json': { key: 'frequent', name: 'Frequent', when: seen(3) },
  'segments/calm.json': {
    key: 'calm',
    name: 'Calm',
    when: { not: { fact: 'profile', path: '$.tags', operator: 'contains', value: 'warm' } },
  },
  'journeys/greet.json': journey('greet', { on: 'Nothing' }, [tag('greeted'), mail]),
  'journeys/first.json': journey('first', { on: 'Signed Up', again: 'never', where: score(1) }, [mail]),
  'journeys/member.json': journey('member', { segment: 'engaged', when: 'joins' }, [tag('member')]),
  'journeys/upgrade.json': journey('upgrade', { attribute: '$.traits.plan', from: 'free' }, [
    tag('upgraded'),
  ]),
  'journeys/cart.json': journey(
    'cart',
    { on: 'Cart Filled', key: '$.properties.cart' },
    [{ id: 'pay', type: 'wait-for', timeout: '3 days', events: [{ on: 'Paid', then: [] }] }, mail],
    { goal: { on: 'Paid', within: '7 days' }, exit: [{ on: 'Left' }] },
  ),
};

type Said = Partial<AcceptedEvent> & { readonly name: string };
type Told = Said & { readonly minutes: number };

const named = (name: string, properties: JsonObject = {}): Said => ({ name, properties });
const identify = (traits: JsonObject): Said => ({ name: 'identify', type: 'identify', traits });

const events: fc.Arbitrary<Told> = fc
  .record({
    said: fc.oneof(
      { weight: 8, arbitrary: fc.constant(named('Page Seen')) },
      { weight: 3, arbitrary: fc.constant(named('Looked Around')) },
      fc.constantFrom(
        named('Signed Up'),
        named('Call Wanted'),
        named('Quote Asked'),
        named('Plan Chosen'),
        named('Paid'),
        named('Left'),
        named('Consent Withdrawn', { channel: 'email', topic: '*' }),
        named('Consent Granted', { channel: 'email', topic: '*', confirmed: true }),
      ),
      fc.constantFrom('a', 'b').map((cart) => named('Cart Filled', { cart })),
      fc.constantFrom('free', 'pro', null).map((plan) => identify({ plan })),
      fc
        .record({ id: fc.constantFrom('1', '2'), revenue: fc.integer({ min: 1, max: 90 }) })
        .map(({ id, revenue }) => named('Order Completed', { order_id: id, revenue, currency: 'EUR' })),
      fc
        .constantFrom('1', '2')
        .map((id) => named('Order Refunded', { order_id: id, refund_id: 'r', amount: 1 })),
    ),
    minutes: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 60 }) },
      fc.constantFrom(-90, (-5 * day) / minute),
    ),
    backfill: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map(({ said, ...more }) => ({ ...said, ...more }));

describe('events of one person that come together', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
  });
  afterAll(() => engine.close());

  /** Orders are of one person. */
  const ofPerson = (properties: JsonObject, userId: string): JsonObject => {
    const { order_id: id } = properties;
    return typeof id === 'string' ? { ...properties, order_id: `${userId}-${id}` } : properties;
  };
  const rowsOf = (input: { told: readonly Told[]; userId: string; at: number }): EventRow[] => {
    const { told, userId, at } = input;
    return told.map(({ minutes, ...said }, n) => {
      const event: AcceptedEvent = {
        messageId: `${userId}-${n}-${said.name}`,
        type: 'track',
        userId,
        externalIds: [],
        traits: {},
        context: {},
        source: 'api',
        trust: 'server',
        backfill: false,
        timestamp: at + minutes * minute,
        ...said,
        properties: ofPerson(said.properties ?? {}, userId),
      };
      const due = engine.engine.clock.systemTime() + minute;
      const { tenant } = engine;
      return { ...event, id: eventIdOf(event), tenant, receivedAt: at, state: 'pending', attempts: 0, due };
    });
  };
  const store = async (rows: readonly EventRow[]): Promise<void> => {
    const { events: stored } = engine.opened.stores;
    const due = engine.engine.clock.systemTime() + minute;
    await stored.insert({ rows: rows.map((event) => ({ event, state: 'pending', due })) });
  };
  const dispatch = async (rows: readonly EventRow[]): Promise<void> => {
    engine.engine.dispatcher.push(rows);
    await engine.engine.dispatcher.idle();
  };
  const profileOf = async (userId: string) => {
    const { profiles } = engine.opened.stores;
    const [profile] = await profiles.withIds({ tenant: engine.tenant, ids: [`user:${userId}`] });
    if (profile === undefined) throw new Error(`nobody is ${userId}`);
    return profile;
  };

  /** Waits until nothing is left to dispatch, what the engine tells itself of people included. */
  const settled = async (): Promise<void> => {
    const { tenant, opened } = engine;
    const left = () => opened.stores.eventReads.events({ tenant, state: 'pending', limit: 1 });
    await expect.poll(left, { interval: 20 }).toEqual([]);
  };

  /** All that came of a person's events, in terms that are the same no matter whose they are. */
  const madeOf = async (userId: string): Promise<unknown> => {
    const { runReads, decisionReads, messageReads, taskReads, eventReads, orders } = engine.opened.stores;
    const profile = await profileOf(userId);
    const whose = { tenant: engine.tenant, profileId: profile.id };
    const page = { ...whose, limit: 500 };
    const plain = (value: unknown): string =>
      JSON.stringify(value).replaceAll(userId, 'USER').replaceAll(profile.id, 'PROFILE');
    const lines = (values: readonly unknown[]): readonly string[] => values.map(plain).toSorted();
    const { traits, traitTimes, tags, scores, points, stage, stageAt, segments, consents, computed } =
      profile;
    const { ids, createdAt, lastSeenAt, outbox } = profile;
    const known = { traits, traitTimes, scores, points, stage, stageAt, consents, computed };
    const runs = await runReads.runs(page);
    const ledger = await decisionReads.decisions(page);
    return {
      profile: plain({ ...known, createdAt, lastSeenAt, outbox, ids: ids.toSorted() }),
      tags: tags.toSorted(),
      segments: segments.toSorted(),
      orders: lines(await orders.of(whose)),
      runs: lines(
        runs.map(({ journey: key, entryKey, occasion, status, outcome, step, hears, convertedAt }) => ({
          key,
          entryKey,
          occasion,
          status,
          outcome,
          step,
          convertedAt,
          hears: hears.toSorted(),
        })),
      ),
      ledger: lines(
        ledger.map(({ journey: key, kind, step, visit, reason }) => ({ key, kind, step, visit, reason })),
      ),
      messages: lines(
        (await messageReads.messages(page)).map(({ journey: key, step, status }) => ({ key, step, status })),
      ),
      tasks: lines((await taskReads.tasks(page)).map(({ title, team }) => ({ title, team }))),
      events: lines(
        (await eventReads.events(page)).map(({ name, state, timestamp, ignored }) => ({
          name,
          state,
          ignored,
          // What the engine tells itself is dated by its clock.
          timestamp: name.startsWith('Segment') ? undefined : timestamp,
        })),
      ),
    };
  };

  it('make of the person, and start, what the same events make and start one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(events, { minLength: 2, maxLength: 25 }), async (told) => {
        const at = engine.engine.clock.now(engine.tenant);
        const [together, apart] = [`t${randomUUID()}`, `a${randomUUID()}`];
        for (const userId of [together, apart]) {
          const traits = { firstName: 'Ana', plan: 'free', email: `${userId}@example.com` };
          const hello = rowsOf({ told: [{ ...identify(traits), minutes: 0 }], userId, at });
          const rows = rowsOf({ told, userId, at });
          await store([...hello, ...rows]);
          await dispatch(hello);
          if (userId === together) await dispatch(rows);
          else for (const row of rows) await dispatch([row]);
        }
        await settled();
        expect(await madeOf(together)).toEqual(await madeOf(apart));
      }),
      { numRuns: 20 },
    );
  });

  it('come again after a crash, and change and start nothing again', async () => {
    const userId = `r${randomUUID()}`;
    const names = [
      'Page Seen',
      'Page Seen',
      'Page Seen',
      'Call Wanted',
      'Page Seen',
      'Signed Up',
      'Page Seen',
    ];
    const told = names.map((name, n) => ({ ...named(name), minutes: n }));
    const rows = rowsOf({ told, userId, at: engine.engine.clock.now(engine.tenant) });
    await store(rows);
    await dispatch(rows);
    await settled();
    const made = await madeOf(userId);
    // As a sweeper takes them over from a process that died before it noted that they are done.
    const { events: stored } = engine.opened.stores;
    const again = await stored.many({ tenant: engine.tenant, ids: rows.map(({ id }) => id) });
    await dispatch(rows.flatMap((row) => again.find(({ id }) => id === row.id) ?? []));
    expect(await madeOf(userId)).toEqual(made);
    await dispatch(rows);
    expect(await madeOf(userId)).toEqual(made);
  });

  it('are one write of the profile', async () => {
    const userId = `w${randomUUID()}`;
    const at = engine.engine.clock.now(engine.tenant);
    const told = Array.from({ length: 21 }, (_, n) => ({ ...named('Looked Around'), minutes: n }));
    const [first, ...others] = rowsOf({ told, userId, at });
    if (first === undefined) throw new Error('there is no event');
    await store([first, ...others]);
    await dispatch([first]);
    const before = await profileOf(userId);
    await dispatch(others);
    const after = await profileOf(userId);
    expect(after.rev - before.rev).toBe(1);
    expect(after.applied).toHaveLength(before.applied.length + 20);
    expect(Date.parse(after.lastSeenAt)).toBe(at + 20 * minute);
  });
});

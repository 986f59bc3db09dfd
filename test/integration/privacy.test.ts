import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';

import { eraseEvent } from '../../engine/privacy/erase-on-request.ts';
import { addressHash } from '../../engine/messages/send/reach.ts';
import { runEraseProfile, runExportProfile } from '../../cli/commands/people/profiles.ts';
import { engineClient } from '../../cli/engine-client.ts';
import { eventIdOf } from '../../domain/events/event.ts';
import { connectTemporal, type TemporalClient } from '../../platform/temporal/temporal.ts';
import { adminClient } from '../harness/admin-client.ts';
import { canaries, canary, canaryFiles, canaryOrder, textOf } from '../harness/canary.ts';
import { canaryLife, shopSecret } from '../harness/canary-life.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const minute = 60_000;
const hour = 60 * minute;
const shop = 'casa-verde.myshopify.com';

const exportSchema = z.object({
  profileIds: z.array(z.string()),
  rows: z.array(z.object({ collection: z.string(), row: z.record(z.string(), z.unknown()) })),
  next: z.string().optional(),
});

describe('somebody who asks to be forgotten', () => {
  let engine: TestEngine;
  let temporal: TemporalClient | undefined;
  const log: string[] = [];
  const forgotten: string[] = [];
  let workflows: readonly string[] = [];

  const life = canaryLife(() => engine);
  const { batch, webhook, now, collections, found, personOf } = life;

  beforeAll(async () => {
    engine = await startTestEngine({
      env: { SHOPIFY_WEBHOOK_SECRET: shopSecret },
      logLevel: 'debug',
      onLog: (line) => log.push(line),
      forgetMail: (addresses) => forgotten.push(...addresses),
      files: (tenant) =>
        shopFiles({
          tenant,
          files: canaryFiles,
          settings: {
            plugins: {
              mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
              shopify: { use: 'shopify', config: { secrets: [{ env: 'SHOPIFY_WEBHOOK_SECRET' }] } },
            },
          },
        }),
    });
    temporal = await connectTemporal({
      target: { address: inject('temporalAddress'), namespace: 'default' },
    });
  });
  afterAll(async () => {
    await temporal?.close();
    await engine.close();
  });

  it('is in every place before', async () => {
    await engine.customer('ben');
    workflows = await life.liveHere();
    expect(workflows.length).toBeGreaterThan(0);
    expect(engine.subjects(canary.email).length).toBeGreaterThan(0);
    const places = new Set((await found()).map((one) => one.slice(0, one.indexOf(':'))));
    expect([...places].toSorted()).toEqual(
      [
        'circuits',
        'deliveries',
        'events',
        'idempotencyKeys',
        'identities',
        'messages',
        'orders',
        'profiles',
        'runs',
        'workspaceParts',
      ].toSorted(),
    );
    const text = [...(await collections()).values()].join('\n');
    expect(canaries.filter((word) => !text.includes(word))).toEqual([]);
  });

  it('is in none after, in no collection, history or line of the log, also when the request is dated 96 hours back', async () => {
    const { tenant, opened } = engine;
    const [her] = await personOf([`user:${canary.userId}`]);
    const request = {
      shop_domain: shop,
      customer: { id: canary.customerId, email: canary.email, phone: canary.phone },
      orders_to_redact: [canary.orderId],
    };
    await webhook('customers/redact', request, new Date(now() - 96 * hour));
    expect(await found([...canaries, 'canary'])).toEqual([]);
    expect(await opened.stores.profiles.get({ tenant, profileId: her?.id ?? '' })).toBeUndefined();
    // What is left of her id is what says that she was erased, and the second look that is to come.
    const places = (await found([her?.id ?? ''])).map((one) => one.slice(0, one.indexOf(':')));
    expect(places.toSorted()).toEqual(['auditLog', 'events']);
    expect(forgotten).toContain(canary.email);
    expect(log.filter((line) => canaries.some((word) => line.includes(word)))).toEqual([]);
    for (const workflowId of workflows) {
      const handle = temporal?.client.workflow.getHandle(workflowId);
      expect((await handle?.describe())?.status.name).toBe('TERMINATED');
      const history = textOf(await handle?.fetchHistory());
      expect(history).toContain(tenant);
      expect(canaries.filter((word) => history.includes(word))).toEqual([]);
    }
    const trail = await opened.stores.audit.list({ tenant, action: 'profile.erase', limit: 10 });
    expect(trail).toMatchObject([{ actor: { kind: 'engine', id: 'shopify' }, subject: her?.id }]);
    expect(trail[0]?.details).toMatchObject({ profiles: 1, orders: 1, messages: 3, deliveries: 3 });
    // Others are as they were.
    expect(await personOf(['user:ben'])).toHaveLength(1);
    expect((await collections()).get('workspaceParts')).toContain('email:somebody@else.test');
  });

  it('is not made again by what happened before: by webhooks, calls, aliases or imports that come late', async () => {
    const { tenant, opened } = engine;
    const before = engine.subjects(canary.email).length;
    const timestamp = new Date(now() - 2 * hour).toISOString();
    const { userId, email, anonymousId, name } = canary;
    await webhook('orders/updated', {
      ...canaryOrder({ id: canary.orderId, at: now() - 2 * hour }),
      tags: 'late',
    });
    await batch([
      { type: 'identify', userId, traits: { email, firstName: name }, timestamp },
      {
        type: 'track',
        event: 'Order Completed',
        userId,
        properties: { order_id: '1', total: 5 },
        timestamp,
      },
      { type: 'alias', userId: 'somebody-new', previousId: userId, timestamp },
      { type: 'identify', userId: 'somebody-new', anonymousId, traits: { email }, timestamp },
    ]);
    await batch([{ type: 'identify', userId, traits: { email, firstName: name }, timestamp }], {
      context: { backfill: true },
    });
    // To somebody who is known, nothing of her is added either.
    await batch([
      { type: 'identify', userId: 'ben', anonymousId, traits: { phone: canary.phone }, timestamp },
    ]);
    // What they withdrew is withdrawn, under the keyed hash of the address alone.
    const properties = { channel: 'email', email };
    await batch([{ type: 'track', event: 'Unsubscribed', userId, properties, timestamp }]);
    const address = { tenant, channel: 'email', address: email };
    const addressHashes = [addressHash({ ...address, keyring: engine.keyring })] as const;
    const kept = await opened.stores.contacts.get({ tenant, channel: 'email', addressHashes });
    expect(kept.consents['*']?.state).toBe('withdrawn');
    // An order that had to go stays gone, whenever the shop tells of it.
    await webhook('orders/updated', {
      ...canaryOrder({ id: canary.orderId, at: now() + minute }),
      tags: 'later',
    });
    expect(await found()).toEqual([]);
    expect(await personOf([`user:${userId}`, `email:${email}`, 'user:somebody-new'])).toEqual([]);
    expect(engine.subjects(canary.email)).toHaveLength(before);
    const refused = await opened.stores.eventReads.events({ tenant, state: 'refused', limit: 20 });
    expect(refused.map((row) => row.name).toSorted()).toEqual([
      'Order Completed',
      'Order Updated',
      'Order Updated',
      'Unsubscribed',
      'alias',
      'identify',
      'identify',
      'identify',
      'identify',
    ]);
  });

  it('is a new person, who has agreed to nothing, when they come back and buy', async () => {
    const { tenant, opened } = engine;
    const before = engine.subjects(canary.email).length;
    const at = now() + minute;
    await webhook('orders/create', canaryOrder({ id: 5999000001888, at }));
    const [back] = await personOf([`email:${canary.email}`]);
    expect(back?.consents).toEqual({});
    expect(back?.computed.orders).toBe(1);
    // A consent of before is not hers any more.
    const given = {
      type: 'track',
      event: 'Consent Granted',
      properties: { channel: 'email', confirmed: true },
    };
    const timestamp = new Date(at - 5 * hour).toISOString();
    await batch([{ ...given, userId: canary.userId, timestamp }]);
    const again = await opened.stores.profiles.get({ tenant, profileId: back?.id ?? '' });
    expect(again?.consents).toEqual({});
    expect(engine.subjects(canary.email)).toHaveLength(before);
  });

  it('is heard whenever they said it: a withdrawal, a bounce or a cancellation of 96 hours ago, or dated ahead', async () => {
    const { tenant, opened } = engine;
    const old = { timestamp: new Date(now() - 96 * hour).toISOString() };
    await engine.customer('carl');
    await batch([
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'carl',
        properties: { order_id: 'carl-1', total: 5 },
      },
      { type: 'track', event: 'Order Cancelled', userId: 'carl', properties: { order_id: 'carl-1' }, ...old },
    ]);
    const ahead = { timestamp: new Date(now() + 72 * hour).toISOString(), messageId: randomUUID() };
    await batch([
      { type: 'track', event: 'Unsubscribed', userId: 'carl', properties: { channel: 'email' }, ...ahead },
    ]);
    const [carl] = await personOf(['user:carl']);
    expect(carl?.consents['email']?.['*']?.state).toBe('withdrawn');
    expect(carl?.computed.orders).toBe(0);
    await engine.track(
      'ben',
      'Email Bounced',
      { type: 'hard', code: '5.1.1', reason: 'no such user' },
      {
        trust: 'webhook',
        timestamp: now() - 96 * hour,
      },
    );
    const suppressed = await opened.stores.suppressions.list({ tenant, limit: 10 });
    expect(suppressed).toHaveLength(1);
    // The engine's own suppressions stand in the audit trail, as those by a key do.
    const trail = await opened.stores.audit.list({ tenant, action: 'suppression.add', limit: 10 });
    expect(trail).toMatchObject([
      {
        actor: { kind: 'engine', id: 'feedback' },
        subject: `email:${suppressed[0]?.addressHash}`,
        details: { reason: 'hard-bounce' },
      },
    ]);
  });

  const api = () => adminClient(engine);

  it('is given everything that is kept of them, page by page, by anyone who has the scope, and that is noted', async () => {
    await engine.customer('dora', { about: 'likes blue' });
    await batch([
      { type: 'track', event: 'Checkout Started', userId: 'dora', properties: { cart_id: 'd-1' } },
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'dora',
        properties: { order_id: 'dora-1', total: 5 },
      },
    ]);
    const id = await engine.profileId('dora');
    const rows: { collection: string; row: Record<string, unknown> }[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { status, body } = await api().call(
        'GET',
        `/api/profiles/${id}/export?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      const page = exportSchema.parse(body);
      expect(page.rows.length).toBeLessThanOrEqual(3);
      rows.push(...page.rows);
      cursor = page.next;
    }
    const collections = new Set(rows.map((one) => one.collection));
    for (const name of [
      'events',
      'identities',
      'ledger',
      'messages',
      'orders',
      'profiles',
      'runs',
      'contacts',
    ]) {
      expect(collections).toContain(name);
    }
    const [profile] = rows.filter((one) => one.collection === 'profiles');
    expect(profile?.row).toMatchObject({ id, traits: { about: 'likes blue', email: 'dora@example.com' } });
    const names = rows.filter((one) => one.collection === 'events').map((one) => String(one.row['name']));
    expect(names).toEqual(expect.arrayContaining(['identify', 'Consent Granted', 'Order Completed']));
    // Each once, and nobody else's.
    expect(new Set(rows.map((one) => JSON.stringify(one))).size).toBe(rows.length);
    expect(JSON.stringify(rows)).not.toContain('ben@example.com');
    const trail = await engine.opened.stores.audit.list({
      tenant: engine.tenant,
      action: 'profile.export',
      limit: 9,
    });
    expect(trail.filter((line) => line.subject === id)).toHaveLength(1);
    expect((await api().call('GET', '/api/profiles/p_nobody/export')).status).toBe(404);
  });

  it('is erased by the API, which says what was removed; again it removes nothing, and nobody is 404', async () => {
    const { tenant, opened } = engine;
    const id = await engine.profileId('dora');
    const erased = await api().call('DELETE', `/api/profiles/${id}`);
    expect(erased.status).toBe(200);
    expect(erased.body).toMatchObject({
      erased: true,
      profileIds: [id],
      removed: { profiles: 1, orders: 1, events: expect.any(Number), messages: expect.any(Number) },
    });
    const again = await api().call('DELETE', `/api/profiles/${id}`);
    expect(again).toEqual({ status: 200, body: { erased: true, profileIds: [], removed: {} } });
    expect((await api().call('DELETE', '/api/profiles/p_nobody')).status).toBe(404);
    expect((await api().call('GET', `/api/profiles/${id}/export`)).status).toBe(404);
    expect(await found(['dora'])).toEqual([]);
    const trail = await opened.stores.audit.list({ tenant, action: 'profile.erase', subject: id, limit: 9 });
    expect(trail).toHaveLength(2);
    expect(trail[1]).toMatchObject({ actor: { kind: 'key' }, requestId: expect.any(String) });
    expect(trail[1]?.details).toMatchObject({ profiles: 1 });
  });

  it('is erased with all profiles that were merged, whichever of them is named', async () => {
    await engine.customer('gina');
    await batch([{ type: 'page', anonymousId: 'gina-device', properties: {} }]);
    const [device] = await personOf(['anon:gina-device']);
    await batch([{ type: 'identify', userId: 'gina', anonymousId: 'gina-device', traits: {} }]);
    const id = await engine.profileId('gina');
    expect(device?.id).not.toBe(id);
    const erased = await api().call('DELETE', `/api/profiles/${device?.id}`);
    expect(erased.body).toMatchObject({ profileIds: [device?.id, id] });
    expect(await found(['gina'])).toEqual([]);
    // What was under way under either id is looked for again.
    const looks = [device?.id, id].map((one) => `engine:again:${one}`);
    expect(await engine.opened.stores.events.many({ tenant: engine.tenant, ids: looks })).toHaveLength(2);
    expect((await api().call('DELETE', `/api/profiles/${device?.id}`)).status).toBe(200);
  });

  /** Until nothing is found any more: the sweep of the engine's own loop may have taken the event before ours. */
  const swept = (person: string) =>
    vi.waitFor(
      async () => {
        await engine.engine.dispatcher.sweep();
        await engine.engine.dispatcher.idle();
        expect(await found([person])).toEqual([]);
      },
      { timeout: 60_000 },
    );

  it('is erased in the end also when the process died in the middle, by whichever process sweeps', async () => {
    const { tenant, opened } = engine;
    await engine.customer('emil');
    await engine.track('emil', 'Order Completed', { order_id: 'emil-1', total: 5 });
    const profileId = await engine.profileId('emil');
    // What a crash leaves: the request is stored, and some of the work is done.
    const event = eraseEvent({ messageId: `erase:${profileId}`, profileId, now: now() });
    const stored = { ...event, id: eventIdOf(event), tenant, receivedAt: now() };
    await opened.stores.events.insert({ rows: [{ event: stored, state: 'pending', due: 0 }] });
    await opened.connection.collection('events').deleteMany({ tenant, profileId, name: 'identify' });
    await swept('emil');
    // The second look, a while later, finds what somebody wrote in between.
    await opened.stores.orders.change({ tenant, profileId, order: { orderId: 'emil-2' } });
    const second = { _id: `${tenant}:engine:again:${profileId}` };
    const events = opened.connection.collection<{ _id: string; due: number }>('events');
    expect((await events.updateOne(second, { $set: { due: 0 } })).matchedCount).toBe(1);
    await swept('emil');
    expect((await found([profileId])).map((one) => one.slice(0, one.indexOf(':')))).toEqual(['auditLog']);
  });

  it('is exported and erased from the command line, which asks before', async () => {
    const client = engineClient({ url: engine.url, apiKey: engine.keys.api });
    await engine.customer('fay');
    const said: string[] = [];
    const say = (text: string): void => {
      said.push(text);
    };
    expect(await runExportProfile({ person: 'fay@example.com', out: undefined, client, say })).toBe(0);
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({
      collections: { profiles: [{ traits: { firstName: 'Ana' } }] },
    });
    expect(await runEraseProfile({ person: 'fay', isMeant: false, client, say })).toBe(1);
    expect(await personOf(['user:fay'])).toHaveLength(1);
    expect(await runEraseProfile({ person: 'fay', isMeant: true, client, say })).toBe(0);
    expect(said.at(-1)).toMatch(/^Erased p_\S+: .*profiles 1/);
    expect(await runEraseProfile({ person: 'fay', isMeant: true, client, say })).toBe(1);
    expect(await personOf(['user:fay'])).toEqual([]);
  });
});

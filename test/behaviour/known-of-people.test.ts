import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isObject } from '../../domain/json.ts';
import { adminClient, type AdminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.UTC(2026, 4, 4, 9);

const files = {
  'segments/readers.json': {
    key: 'readers',
    name: 'Readers',
    when: {
      all: [
        { fact: 'profile', path: '$.activity.clicks', operator: 'greaterThanInclusive', value: 1 },
        { fact: 'profile', path: '$.activity.preferredChannel', operator: 'equal', value: 'email' },
      ],
    },
  },
  'rules/vip.json': {
    name: 'VIP',
    on: ['Order Completed'],
    conditions: { all: [{ fact: 'event', path: '$.event', operator: 'equal', value: 'Order Completed' }] },
    event: { type: 'set', params: { traits: { vip: true } } },
  },
};

const traits = {
  shoe: { type: 'number', min: 20, max: 60 },
  style: { type: 'text', choices: ['plain', 'bold'] },
  land: { type: 'text', format: 'country' },
};

describe('what is known of a person', () => {
  let engine: TestedEngine;
  let call: AdminClient['call'];
  beforeAll(async () => {
    engine = await startMemoryEngine({
      start,
      files: (tenant) => shopFiles({ tenant, files, settings: { traits } }),
    });
    call = adminClient(engine).call;
  });
  afterAll(() => engine.close());

  const profileOf = async (user: string): Promise<Record<string, unknown>> => {
    const { body } = await call('GET', `/api/profiles/${await engine.profileId(user)}`);
    const profile = isObject(body) ? body['profile'] : undefined;
    return isObject(profile) ? profile : {};
  };
  /** The day of a text that is an instant: the clock of a test goes on by itself. */
  const dayOf = (value: unknown): unknown =>
    typeof value === 'string' && /^\d{4}-.*Z$/.test(value) ? value.slice(0, 10) : value;
  const withDays = (rows: unknown): unknown =>
    Array.isArray(rows)
      ? rows.map((row: unknown) =>
          isObject(row)
            ? Object.fromEntries(Object.entries(row).map(([key, value]) => [key, dayOf(value)]))
            : row,
        )
      : rows;
  const day = (days: number) => new Date(start + days * 86_400_000).toISOString().slice(0, 10);

  it('says when each trait was set and by whom, also after a merge', async () => {
    await engine.identify('ana', { firstName: 'Ana', city: 'Vigo' });
    await engine.send({
      name: 'identify',
      type: 'identify',
      trust: 'webhook',
      source: 'shop',
      userId: 'ana',
      traits: { city: 'Lugo' },
      context: { timezone: 'Europe/Madrid' },
      timestamp: start + 1,
    });
    await engine.track('ana', 'Order Completed', { order_id: 'a-1', revenue: 10, currency: 'EUR' });
    await engine.send({
      name: 'identify',
      type: 'identify',
      trust: 'public',
      anonymousId: 'device-1',
      traits: { size: 'M' },
    });
    await engine.send({ name: 'identify', type: 'identify', userId: 'ana', anonymousId: 'device-1' });
    expect(await profileOf('ana')).toMatchObject({
      traits: { firstName: 'Ana', city: 'Lugo', vip: true, size: 'M' },
      traitSources: {
        firstName: { from: 'server', at: expect.stringContaining(day(0)) },
        city: { from: 'webhook:shop' },
        timezone: { from: 'device' },
        vip: { from: 'rule' },
        size: { from: 'page' },
      },
    });
  });

  it('says of each identifier what it is, since when it is known, and whether it is verified', async () => {
    await engine.identify('bob', { email: 'bob@example.com' });
    await engine.days(2);
    await engine.track('bob', 'Seen', {}, { anonymousId: 'device-2' });
    const asked = await engine.send({
      name: 'Subscription Requested',
      properties: { email: 'bob@example.com', topic: 'offers' },
      anonymousId: 'device-3',
    });
    expect(asked).not.toBe('');
    const before = withDays((await profileOf('bob'))['identities']);
    expect(before).toEqual([
      {
        kind: 'user',
        value: 'bob',
        verified: true,
        verifiedBy: 'shop',
        firstSeenAt: day(0),
        lastSeenAt: day(2),
      },
      { kind: 'email', value: 'bob@example.com', verified: false, firstSeenAt: day(0), lastSeenAt: day(0) },
      { kind: 'anon', value: 'device-2', verified: false, firstSeenAt: day(2), lastSeenAt: day(2) },
    ]);
    const path = /\/y\/[\w-]+/.exec(engine.mail.to('bob@example.com').at(-1)?.text ?? '')?.[0] ?? '';
    await engine.request(path, { method: 'POST' });
    await engine.comeToRest(engine.tenant);
    expect(withDays((await profileOf('bob'))['identities'])).toContainEqual({
      kind: 'email',
      value: 'bob@example.com',
      verified: true,
      verifiedBy: 'link',
      firstSeenAt: day(0),
      lastSeenAt: day(2),
    });
  });

  it('leaves out what breaks a rule of the workspace, and the event that said it is kept and says so', async () => {
    await engine.identify('cleo', { shoe: 38, style: 'plain' });
    await engine.identify('cleo', { shoe: 'large', style: 'gaudy', land: 'Spain', other: { free: true } });
    expect(await profileOf('cleo')).toMatchObject({
      traits: { shoe: 38, style: 'plain', other: { free: true } },
    });
    const { body } = await call('GET', `/api/events?profile=${await engine.profileId('cleo')}&limit=1`);
    const [event] = isObject(body) && Array.isArray(body['events']) ? body['events'] : [];
    expect(event).toMatchObject({
      traits: { shoe: 'large', style: 'gaudy', land: 'Spain' },
      ignored: [
        { path: 'traits.shoe', message: 'This trait has to be a number; it was left out.' },
        { path: 'traits.style', message: 'This trait has to be one of plain, bold; it was left out.' },
        { path: 'traits.land', message: 'This trait has to be a valid `country`; it was left out.' },
      ],
    });
    await engine.identify('cleo', { shoe: null });
    expect(
      isObject((await profileOf('cleo'))['traits']) && (await profileOf('cleo'))['traits'],
    ).not.toHaveProperty('shoe');
  });

  it('counts what somebody opens, clicks and visits, and puts them into a live segment by it', async () => {
    await engine.customer('rita', { email: 'rita@example.com' });
    const id = await engine.profileId('rita');
    const read = (name: string, n: number, more: object = {}) =>
      engine.send({
        name,
        externalIds: [{ kind: 'email', value: 'rita@example.com' }],
        messageId: `read-${n}`,
        properties: { channel: 'email', ...more },
      });
    await read('Email Opened', 1, { machine: true });
    await read('Email Opened', 2);
    expect(await profileOf('rita')).toMatchObject({ activity: { opens: 1, clicks: 0, sessions: 0 } });
    expect(await profileOf('rita')).not.toMatchObject({ segments: ['readers'] });
    await read('Link Clicked', 3);
    await engine.send({ name: 'page', type: 'page', userId: 'rita', messageId: 'visit-1' });
    expect(await profileOf('rita')).toMatchObject({
      activity: { opens: 1, clicks: 1, sessions: 1, preferredChannel: 'email' },
      segments: ['readers'],
    });
    const { body } = await call('GET', '/api/profiles?segment=readers');
    expect(JSON.stringify(body)).toContain(id);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { createMetaAudiencesFake } from '../../plugins/meta-audiences/fake.ts';
import { hashPerson } from '../../plugins/meta-audiences/hash.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const shownFeed = z.looseObject({
  state: z.string(),
  error: z.string().optional(),
  audience: z.object({ members: z.number(), joining: z.number(), erased: z.number() }).optional(),
  leftOut: z.record(z.string(), z.number()),
});

const vips = {
  plugin: 'meta',
  rows: 'audience',
  segment: 'vip',
  audience: '6001',
  consent: { topic: 'ads' },
  every: '10 minutes',
  after: '1 minute',
};
const vip = {
  key: 'vip',
  name: 'VIP',
  when: { all: [{ fact: 'profile', path: '$.traits.plan', operator: 'equal', value: 'gold' }] },
};

describe('a feed that keeps an audience', () => {
  let fake: Awaited<ReturnType<typeof createMetaAudiencesFake>>;
  let engine: TestedEngine;
  const filesOf = (tenant: string, feeds: object, plugins?: object) =>
    shopFiles({
      tenant,
      files: { 'segments/vip.json': vip },
      settings: {
        topics: { news: { name: 'News' }, ads: { name: 'Advertising' } },
        plugins: plugins ?? {
          meta: { use: 'meta-audiences', config: { url: fake.url, token: { env: 'CICLO_PLUGIN_META' } } },
        },
        feeds,
      },
    });
  beforeEach(async () => {
    fake = await createMetaAudiencesFake('meta-token');
    engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_META: 'meta-token' },
      start,
      files: (tenant) => filesOf(tenant, { vips }),
    });
  });
  afterEach(async () => {
    await engine.close();
    await fake.close();
  });

  const pass = (minutes: number) => engine.days(minutes / 1440);
  const client = () => adminClient(engine);
  const shown = async () => {
    const { body } = await client().call('GET', '/api/feeds');
    return z.object({ feeds: z.array(shownFeed) }).parse(body).feeds[0];
  };
  const consent = (who: string, name = 'Consent Granted') =>
    engine.track(who, name, { channel: 'email', topic: 'ads', confirmed: true });
  const join = async (who: string, traits: object = {}) => {
    await engine.identify(who, { email: `${who}@example.com`, plan: 'gold', ...traits });
    await consent(who);
  };
  const hashOf = (email: string): string => `EMAIL:${hashPerson({ email }).identifiers['EMAIL'] ?? ''}`;
  /** The e-mail addresses of those who are in the audience there. */
  const there = (...emails: readonly string[]) => {
    const members = [...(fake.audiences.get('6001') ?? [])];
    return emails.filter((email) => members.some((member) => member.includes(hashOf(email))));
  };
  const all = ['ana@example.com', 'ben@example.com', 'eva@example.com', 'new@example.com'];

  it('has the members of the segment who agree, and nobody else, with nothing in plain', async () => {
    await join('ana', { firstName: 'Ana' });
    await engine.identify('ben', { email: 'ben@example.com', plan: 'gold' });
    await engine.identify('eva', { email: 'eva@example.com', plan: 'free' });
    await consent('eva');
    await pass(60);
    expect(there(...all)).toEqual(['ana@example.com']);
    expect(JSON.stringify(fake.asked)).not.toMatch(/@example|Ana/);
    expect(await shown()).toMatchObject({
      state: 'waiting',
      audience: { members: 1, joining: 0, erased: 0 },
      leftOut: { noConsent: 1 },
    });
  });

  it('follows who joins and leaves the segment, withdraws, changes their address, or is erased', async () => {
    for (const who of ['ana', 'ben', 'eva']) await join(who);
    await pass(60);
    expect(there(...all)).toEqual(['ana@example.com', 'ben@example.com', 'eva@example.com']);
    await engine.identify('ana', { plan: 'free' });
    await consent('ben', 'Consent Withdrawn');
    await engine.identify('eva', { email: 'new@example.com' });
    await pass(60);
    expect(there(...all)).toEqual(['new@example.com']);
    await client().call('DELETE', `/api/profiles/${await engine.profileId('eva')}`);
    await pass(60);
    expect(there(...all)).toEqual([]);
    expect(await shown()).toMatchObject({ audience: { members: 0, joining: 0, erased: 0 } });
  });

  it('loses nobody to a service that is away or whose answers are lost, and says how it goes', async () => {
    fake.play('lost');
    await join('ana');
    await pass(30);
    expect(await shown()).toMatchObject({ state: 'failing', audience: { members: 0, joining: 1 } });
    // The service took her, and nobody here heard of it; now she leaves.
    expect(there(...all)).toEqual(['ana@example.com']);
    await engine.identify('ana', { plan: 'free' });
    await join('ben');
    fake.play('unavailable');
    await pass(30);
    fake.play('ok');
    await pass(120);
    expect(there(...all)).toEqual(['ben@example.com']);
    expect(await shown()).toMatchObject({ state: 'waiting', audience: { members: 1 } });
  });

  it('that is paused takes nobody in and lets nobody out but the erased, and catches up when it is resumed', async () => {
    for (const who of ['ana', 'ben']) await join(who);
    await pass(60);
    await client().call('POST', '/api/feeds/vips/pause', {});
    await engine.identify('ana', { plan: 'free' });
    await join('eva');
    await client().call('DELETE', `/api/profiles/${await engine.profileId('ben')}`);
    await pass(60);
    expect(there(...all)).toEqual(['ana@example.com']);
    expect(await shown()).toMatchObject({ state: 'paused', audience: { erased: 0 } });
    await client().call('POST', '/api/feeds/vips/resume');
    await pass(30);
    expect(there(...all)).toEqual(['eva@example.com']);
  });

  it('is sent whole when somebody asks for it, and looked through once a day', async () => {
    await join('ana');
    await pass(60);
    const before = fake.asked.length;
    await client().call('POST', '/api/feeds/vips/run', { everything: true });
    await pass(30);
    // Somebody asks because the service may have lost them: all are sent again.
    expect(fake.asked.slice(before)).toMatchObject([{ method: 'POST' }]);
    fake.audiences.clear();
    await engine.days(1.2);
    // By itself nobody is sent who is known to be there.
    expect(fake.asked).toHaveLength(before + 1);
  });

  const publish = async (feeds: object, plugins?: object) => {
    const files = await filesOf(engine.tenant, feeds, plugins);
    const { status, body } = await client().call('PUT', '/api/workspace', { files });
    expect(status, JSON.stringify(body)).toBe(200);
  };
  const removed = async () => {
    const { body } = await client().call('GET', '/api/feeds');
    return z.object({ removed: z.array(z.looseObject({ name: z.string(), people: z.number() })) }).parse(body)
      .removed;
  };

  it('leaves nobody behind when it is removed: the service is asked again until all are gone there, erased people first', async () => {
    for (const who of ['ana', 'ben']) await join(who);
    await pass(60);
    const files = await filesOf(engine.tenant, {});
    const plan = await client().call('PUT', '/api/workspace?dryRun=1', { files });
    const audience = { feed: 'vips', plugin: 'meta', audience: '6001', people: 2, connectorRemoved: false };
    expect(plan).toMatchObject({ status: 200, body: { audiences: [audience] } });
    await publish({});
    await client().call('DELETE', `/api/profiles/${await engine.profileId('ben')}`);
    await pass(3);
    expect(there(...all)).toEqual(['ana@example.com']);
    fake.play('unavailable');
    await pass(30);
    expect(await removed()).toMatchObject([{ name: 'vips', plugin: 'meta', audience: '6001', people: 1 }]);
    expect((await removed())[0]?.['error']).toEqual(expect.any(String));
    fake.play('ok');
    await pass(60);
    expect(there(...all)).toEqual([]);
    expect(await removed()).toEqual([]);
  });

  it('keeps its people when it is put back within ten minutes, and takes everybody in again when it is later', async () => {
    await join('ana');
    await pass(60);
    await publish({});
    await pass(5);
    await publish({ vips });
    await pass(60);
    expect(there(...all)).toEqual(['ana@example.com']);
    expect(fake.asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
    await publish({});
    await pass(60);
    expect(there(...all)).toEqual([]);
    await publish({ vips });
    await pass(60);
    expect(there(...all)).toEqual(['ana@example.com']);
  });

  it('that has another name now removes nobody who stays in the same audience', async () => {
    await join('ana');
    await join('ben');
    await pass(60);
    await engine.identify('ben', { plan: 'free' });
    await publish({ best: vips });
    await pass(90);
    expect(there(...all)).toEqual(['ana@example.com']);
    expect(await removed()).toEqual([]);
  });

  it('waits for its connector when that was removed as well, and says so', async () => {
    await join('ana');
    await pass(60);
    await publish({}, {});
    await pass(60);
    expect(await removed()).toMatchObject([{ name: 'vips', people: 1 }]);
    expect((await removed())[0]?.['error']).toContain('instance-off');
    expect(there(...all)).toEqual(['ana@example.com']);
    const meta = { use: 'meta-audiences', config: { url: fake.url, token: { env: 'CICLO_PLUGIN_META' } } };
    await publish({}, { meta });
    await pass(60);
    expect(there(...all)).toEqual([]);
  });
});

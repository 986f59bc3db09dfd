import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { createFolderFake, createFolderFakeAt } from '../../plugins/folder/fake.ts';
import { createSegmentFake } from '../../plugins/segment/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { createGuideRunner, linesOf, readGuide } from '../harness/guide.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const start = Date.parse('2026-03-01T12:00:00Z');
const row = z.record(z.string(), z.unknown());
const feedBody = z.looseObject({
  name: z.string(),
  state: z.string(),
  waitsSince: z.string().optional(),
  error: z.string().optional(),
  written: z.object({ rows: z.number(), files: z.number() }),
});

describe('a feed', () => {
  let fake: Awaited<ReturnType<typeof createFolderFake>>;
  let engine: TestedEngine;
  beforeEach(async () => {
    fake = await createFolderFake();
  });
  afterEach(async () => {
    await engine.close();
    await fake.close();
  });

  const open = async (
    feeds: object,
    more: { plugins?: object; settings?: object; env?: Record<string, string> } = {},
  ) => {
    engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_LAKE: fake.folder, ...more.env },
      start,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: {
            plugins: {
              lake: { use: 'folder', config: { folder: { env: 'CICLO_PLUGIN_LAKE' } } },
              ...more.plugins,
            },
            feeds,
            ...more.settings,
          },
        }),
    });
  };
  const pass = (minutes: number) => engine.days(minutes / 1440);
  const paths = async () => (await fake.files()).toSorted();
  const rowsOf = async (path: string) => {
    const bytes = await readFile(join(fake.folder, path));
    const text = path.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString();
    return text
      .trimEnd()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)));
  };
  const all = async () => (await Promise.all((await paths()).map(rowsOf))).flat();
  const feed = async (name: string) => {
    const { body } = await adminClient(engine).call('GET', '/api/feeds');
    return z
      .object({ feeds: z.array(feedBody) })
      .parse(body)
      .feeds.find((one) => one.name === name);
  };

  it('writes each event once, in order, in files of so many rows, from where it stopped', async () => {
    await open({
      events: { plugin: 'lake', rows: 'events', folder: 'out', rowsPerFile: 2, names: ['Viewed'] },
    });
    await engine.customer('ana', { email: 'ana@example.com' });
    for (const n of [1, 2, 3]) await engine.track('ana', 'Viewed', { n });
    await pass(90);
    const first = await paths();
    expect(first).toHaveLength(2);
    expect(
      first.every((path) => /^out\/events\/2026-03-01\/20260301T12\d{7}Z-[\w-]{10}\.ndjson\.gz$/.test(path)),
    ).toBe(true);
    await engine.track('ana', 'Viewed', { n: 4 });
    await pass(90);
    const written = await all();
    expect(written.map(({ properties }) => row.parse(properties)['n'])).toEqual([1, 2, 3, 4]);
    expect(written[0]).toMatchObject({
      event: 'Viewed',
      type: 'track',
      userId: 'ana',
      email: 'ana@example.com',
    });
    expect(await feed('events')).toMatchObject({
      state: 'waiting',
      goesAs: 'files',
      settings: { folder: 'out', every: '1 hour', names: ['Viewed'] },
      written: { rows: 4, files: 3 },
    });
    expect(await feed('events')).not.toHaveProperty('waitsSince');
  });

  it('leaves rows for later that are not as old as they have to be', async () => {
    await open({
      events: { plugin: 'lake', rows: 'events', every: '1 minute', after: '1 hour', names: ['Viewed'] },
    });
    await engine.track('ana', 'Viewed', {});
    await pass(30);
    expect(await paths()).toEqual([]);
    await pass(40);
    expect(await paths()).toHaveLength(1);
  });

  it('waits for a place that is away, says so, and loses nothing', async () => {
    await open({ events: { plugin: 'lake', rows: 'events', every: '10 minutes', names: ['Viewed'] } });
    await fake.close();
    await engine.track('ana', 'Viewed', { n: 1 });
    await pass(30);
    expect(await feed('events')).toMatchObject({ state: 'failing', written: { rows: 0 } });
    expect((await feed('events'))?.error).toContain('folder-unavailable');
    expect(Date.parse((await feed('events'))?.waitsSince ?? '') - start).toBeLessThan(60_000);
    fake = await createFolderFakeAt(fake.folder);
    await pass(90);
    expect(await all()).toMatchObject([{ event: 'Viewed' }]);
  });

  it('writes everybody once, and then each who changed', async () => {
    await open({ people: { plugin: 'lake', rows: 'profiles', gzip: false, every: '10 minutes' } });
    await engine.identify('ana', { email: 'ana@example.com', plan: 'free' });
    await engine.identify('ben', { email: 'ben@example.com' });
    await pass(60);
    expect(new Set((await all()).map(({ userId }) => userId))).toEqual(new Set(['ana', 'ben']));
    const before = (await all()).length;
    await engine.identify('ana', { plan: 'gold' });
    await pass(60);
    const written = await all();
    expect(written).toHaveLength(before + 1);
    expect(written.at(-1)).toMatchObject({ userId: 'ana', traits: { plan: 'gold' } });
  });

  it('writes the same files under the same names when all is written again', async () => {
    await open({ people: { plugin: 'lake', rows: 'events', names: ['Viewed'] } });
    await engine.track('ana', 'Viewed', { n: 1 });
    await pass(90);
    const before = await paths();
    const bytes = await readFile(join(fake.folder, before[0] ?? ''));
    await adminClient(engine).call('POST', '/api/feeds/people/run', { everything: true });
    await pass(5);
    expect(await paths()).toEqual(before);
    expect(await readFile(join(fake.folder, before[0] ?? ''))).toEqual(bytes);
  });

  it('tells who was erased: every profile, and every id under which it was sent, as it was sent', async () => {
    await open({
      gone: { plugin: 'lake', rows: 'erasures', format: 'csv', gzip: false, every: '10 minutes' },
    });
    await engine.send({ name: 'Viewed', anonymousId: 'Phone-1' });
    await engine.send({ name: 'identify', type: 'identify', anonymousId: 'Phone-1', userId: 'ana' });
    await engine.send({ name: 'Viewed', anonymousId: 'shared' });
    await engine.identify('ben', { email: 'ben@example.com' });
    await engine.identify('ana', { email: 'ana@example.com' });
    const { body } = await adminClient(engine).call('GET', '/api/profiles?limit=50');
    const before = z.object({
      profiles: z.array(z.looseObject({ id: z.string(), ids: z.array(z.string()) })),
    });
    const [id, ben] = [await engine.profileId('ana'), await engine.profileId('ben')];
    const guest = before.parse(body).profiles.find(({ ids }) => ids.includes('anon:shared'))?.id ?? '';
    await adminClient(engine).call('POST', `/api/profiles/${id}/merge`, { from: guest });
    await adminClient(engine).call('DELETE', `/api/profiles/${id}`);
    await pass(60);
    const text = (
      await Promise.all((await paths()).map((path) => readFile(join(fake.folder, path), 'utf8')))
    ).join('');
    const lines = text
      .trimEnd()
      .split('\r\n')
      .filter((line) => !line.startsWith('profileId'));
    expect(text.split('\r\n')[0]).toBe('profileId,userId,anonymousId,erasedAt');
    const named = lines.map((line) => line.split(',').slice(0, 3).join(',')).toSorted();
    expect(named).toEqual(
      [`${id},,`, `${id},ana,`, `${id},,Phone-1`, `${id},,shared`, `${guest},,`].toSorted(),
    );
    expect(lines.every((line) => /,\d{4}-\d\d-\d\dT[^,]+$/.test(line))).toBe(true);
    expect(text).not.toContain(ben);
    expect(text).not.toContain('example.com');
  });

  it('writes only about people who agree to what it is for, and never about those who asked not to be processed', async () => {
    const consent = { purpose: 'analytics' };
    await open(
      {
        agreed: { plugin: 'lake', rows: 'events', folder: 'agreed', consent, names: ['Viewed'] },
        all: { plugin: 'lake', rows: 'events', folder: 'all', names: ['Viewed'] },
        people: { plugin: 'lake', rows: 'profiles', folder: 'people', consent },
      },
      { settings: { consentPurposes: ['analytics'] } },
    );
    const said = async (userId: string, what: string, purpose: string) =>
      engine.track(userId, `Consent ${what}`, { purpose, channel: 'web' });
    for (const one of ['yes', 'no', 'changed', 'marketing', 'silent', 'banner', 'restricted'])
      await engine.identify(one, { email: `${one}@example.com` });
    for (const one of ['yes', 'no', 'changed', 'banner', 'restricted'])
      await said(one, 'Granted', 'analytics');
    await said('marketing', 'Granted', 'marketing');
    await said('no', 'Withdrawn', 'analytics');
    const id = await engine.profileId('restricted');
    const { profiles } = engine.opened.stores;
    const kept = await profiles.get({ tenant: engine.tenant, profileId: id });
    if (kept === undefined) throw new TypeError('nobody');
    const { rev, ...profile } = kept;
    await profiles.replace({ profile: { ...profile, restricted: true }, rev });
    for (const one of ['yes', 'no', 'changed', 'marketing', 'silent', 'restricted'])
      await engine.track(one, 'Viewed', {});
    await engine.track(
      'banner',
      'Viewed',
      {},
      {
        context: { consent: { categoryPreferences: { analytics: false } } },
      },
    );
    await said('changed', 'Withdrawn', 'analytics');
    await pass(90);
    const idsIn = async (folder: string) => {
      const rows = await Promise.all(
        (await paths()).filter((path) => path.startsWith(`${folder}/`)).map(rowsOf),
      );
      return new Set(rows.flat().map(({ userId }) => userId));
    };
    expect(await idsIn('agreed')).toEqual(new Set(['yes']));
    expect(await idsIn('all')).toEqual(new Set(['yes', 'no', 'changed', 'marketing', 'silent', 'banner']));
    expect(await idsIn('people')).toEqual(new Set(['yes', 'banner']));
    expect(await feed('agreed')).toMatchObject({
      written: { rows: 1 },
      leftOut: { restricted: 1, noConsent: 5 },
    });
    expect(await feed('all')).toMatchObject({
      written: { rows: 6 },
      leftOut: { restricted: 1, noConsent: 0 },
    });
  });

  it('sends each event to Segment once, also when its answer was lost, and none that came from there', async () => {
    const segment = await createSegmentFake('segment-key');
    const config = { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } };
    await open(
      { out: { plugin: 'cdp', rows: 'events', every: '10 minutes', names: ['Viewed', 'page'] } },
      {
        plugins: { cdp: { use: 'segment', config } },
        env: { CICLO_PLUGIN_SEGMENT_KEY: 'segment-key' },
      },
    );
    await engine.customer('ana', { email: 'ana@example.com' });
    const post = async (call: object) => {
      const text = JSON.stringify({ type: 'track', event: 'Viewed', userId: 'ana', ...call });
      const authorization = `Basic ${Buffer.from(`${engine.keys.write}:`).toString('base64')}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const { status } = await engine.request('/v1/track', { method: 'POST', headers, body: text });
      expect(status).toBe(200);
    };
    await post({ messageId: 'ours', properties: { n: 1 } });
    await post({ messageId: 'theirs', projectId: 'p', receivedAt: '2026-03-01T12:00:00.000Z' });
    await post({ messageId: 'back', context: { ciclo: { source: 'api' } } });
    segment.play('lost');
    await pass(30);
    expect(await feed('out')).toMatchObject({ state: 'failing', written: { rows: 0 } });
    segment.play('ok');
    await pass(90);
    await engine.track('ana', 'Viewed', { n: 2 }, { messageId: 'a-page', trust: 'public', source: 'public' });
    await engine.track('ana', 'Viewed', { n: 3 }, { messageId: 'cdp:1', trust: 'webhook', source: 'cdp' });
    await pass(30);
    expect([...segment.calls]).toMatchObject([
      ['ours', { type: 'track', event: 'Viewed', userId: 'ana', properties: { n: 1 } }],
      ['public:a-page', { properties: { n: 2 }, context: { ciclo: { source: 'public' } } }],
    ]);
    expect(segment.effects()).toBe(2);
    expect(await feed('out')).toMatchObject({ state: 'waiting', written: { rows: 2, files: 0 } });
    await segment.close();
  });

  const openSegment = async (segment: { url: string }, feedSettings: object = {}) => {
    const config = { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } };
    await open(
      { out: { plugin: 'cdp', rows: 'events', every: '10 minutes', names: ['Viewed'], ...feedSettings } },
      {
        plugins: { cdp: { use: 'segment', config } },
        settings: { consentPurposes: ['analytics'] },
        env: { CICLO_PLUGIN_SEGMENT_KEY: 'segment-key' },
      },
    );
  };
  const refusedBody = z.object({
    events: z.array(z.looseObject({ event: z.string(), name: z.string(), reason: z.string() })),
    total: z.number(),
  });

  it('sets an event aside that Segment does not take, goes on with the rest, and sends it again when asked', async () => {
    const segment = await createSegmentFake('segment-key');
    await openSegment(segment);
    segment.refuses('poison');
    await engine.customer('ana', { email: 'ana@example.com' });
    for (const n of [1, 2, 3]) await engine.track('ana', 'Viewed', { n }, { messageId: `m-${n}` });
    await engine.track('ana', 'Viewed', { poison: true }, { messageId: 'm-bad' });
    await engine.track('ana', 'Viewed', { n: 5 }, { messageId: 'm-5' });
    await pass(40);
    expect([...segment.calls.keys()]).toEqual(['m-1', 'm-2', 'm-3', 'm-5']);
    expect(await feed('out')).toMatchObject({ state: 'waiting', written: { rows: 4 }, refused: 1 });
    const { call } = adminClient(engine);
    const listed = refusedBody.parse((await call('GET', '/api/feeds/out/refused')).body);
    expect(listed).toMatchObject({ total: 1, events: [{ event: 'server:m-bad', name: 'Viewed' }] });
    expect(listed.events[0]?.reason).toContain('poison is not valid');
    const retry = async () => (await call('POST', '/api/feeds/out/refused/retry')).body;
    expect(await retry()).toEqual({ sent: 0, refused: 1, leftOut: 0 });
    segment.refuses(undefined);
    expect(await retry()).toEqual({ sent: 1, refused: 0, leftOut: 0 });
    expect([...segment.calls.keys()].at(-1)).toBe('m-bad');
    expect(await feed('out')).toMatchObject({ refused: 0 });
    segment.refuses('poison');
    await engine.track('ana', 'Viewed', { poison: true }, { messageId: 'm-alone' });
    await pass(40);
    expect(await feed('out')).toMatchObject({ state: 'waiting', refused: 1 });
    await call('DELETE', `/api/profiles/${await engine.profileId('ana')}`);
    expect(await feed('out')).toMatchObject({ refused: 0 });
    await segment.close();
  });

  it('stops for what concerns all events, and sends no refused event of somebody who does not agree any more', async () => {
    const segment = await createSegmentFake('segment-key');
    await openSegment(segment, { consent: { purpose: 'analytics' } });
    const said = (what: string) => engine.track('ana', `Consent ${what}`, { purpose: 'analytics' });
    await engine.identify('ana', {});
    await said('Granted');
    segment.refuses('poison');
    for (let n = 0; n < 12; n += 1) await engine.track('ana', 'Viewed', { poison: n });
    await pass(40);
    expect(await feed('out')).toMatchObject({ state: 'failing', written: { rows: 0 }, refused: 0 });
    segment.refuses(undefined);
    await pass(90);
    expect(await feed('out')).toMatchObject({ state: 'waiting', written: { rows: 12 } });
    segment.refuses('poison');
    await engine.track('ana', 'Viewed', { poison: 12 });
    await pass(40);
    expect(await feed('out')).toMatchObject({ refused: 1 });
    segment.refuses(undefined);
    await said('Withdrawn');
    const { call } = adminClient(engine);
    expect((await call('POST', '/api/feeds/out/refused/retry')).body).toEqual({
      sent: 0,
      refused: 0,
      leftOut: 1,
    });
    expect((await call('DELETE', '/api/feeds/out/refused')).body).toEqual({ discarded: 0 });
    expect(segment.calls.size).toBe(12);
    await segment.close();
  });
});

describe('a feed that is paused', () => {
  let segment: Awaited<ReturnType<typeof createSegmentFake>>;
  let engine: TestedEngine;
  beforeEach(async () => {
    segment = await createSegmentFake('segment-key');
    engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_SEGMENT_KEY: 'segment-key' },
      start,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: {
            plugins: {
              cdp: {
                use: 'segment',
                config: { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } },
              },
            },
            feeds: { out: { plugin: 'cdp', rows: 'events', every: '1 day', names: ['Viewed'] } },
          },
        }),
    });
  });
  afterEach(async () => {
    await engine.close();
    await segment.close();
  });

  const call = (method: string, path: string, body?: object) => adminClient(engine).call(method, path, body);
  const sent = () => [...segment.calls.keys()];
  const view = (n: number) => engine.track('ana', 'Viewed', { n }, { messageId: `m-${n}` });

  it('keeps what happens for as long as it is paused, and sends it in its order and once when it is resumed', async () => {
    await view(1);
    await engine.days(1.5);
    expect(sent()).toEqual(['m-1']);
    const paused = await call('POST', '/api/feeds/out/pause', { reason: 'Segment moves' });
    expect(paused).toMatchObject({ status: 200, body: { name: 'out', state: 'paused' } });
    for (const n of [2, 3]) await view(n);
    await engine.days(40);
    await view(4);
    expect(sent()).toEqual(['m-1']);
    const { body } = await call('GET', '/api/feeds');
    expect(body).toMatchObject({
      feeds: [
        {
          state: 'paused',
          paused: { reason: 'Segment moves', by: { kind: 'key', id: expect.any(String) } },
          waitsSince: expect.any(String),
          written: { rows: 1 },
        },
      ],
    });
    const resumed = await call('POST', '/api/feeds/out/resume');
    expect(resumed).toMatchObject({ status: 200, body: { state: 'waiting' } });
    expect(resumed.body).not.toHaveProperty('paused');
    await engine.days(1 / 24);
    // The last one is not as old yet as `after` asks for.
    expect(sent()).toEqual(['m-1', 'm-2', 'm-3']);
    await engine.days(1.1);
    expect(sent()).toEqual(['m-1', 'm-2', 'm-3', 'm-4']);
    expect(segment.effects()).toBe(4);
  });

  it('stays paused by a publication, begins no round, and goes on with the next one at once when it is resumed', async () => {
    await engine.days(0.1);
    await call('POST', '/api/feeds/out/pause', { reason: 'First' });
    await call('POST', '/api/feeds/out/pause', { reason: 'Second' });
    await view(1);
    expect(await call('POST', '/api/feeds/out/run', { everything: true })).toMatchObject({ status: 409 });
    expect(await call('POST', '/api/feeds/out/refused/retry')).toMatchObject({ status: 409 });
    const changed = await shopFiles({
      tenant: engine.tenant,
      files: {},
      settings: {
        plugins: {
          cdp: {
            use: 'segment',
            config: { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } },
          },
        },
        feeds: { out: { plugin: 'cdp', rows: 'events', every: '1 day', names: ['Viewed', 'Left'] } },
      },
    });
    const published = await call('PUT', '/api/workspace', { files: changed });
    expect(published.status, JSON.stringify(published.body)).toBe(200);
    await engine.days(3);
    expect(sent()).toEqual([]);
    await call('POST', '/api/feeds/out/resume');
    await engine.days(0.1);
    expect(sent()).toEqual(['m-1']);
  });

  it('says in the audit log who paused it, why, and who resumed it', async () => {
    await call('POST', '/api/feeds/out/pause', { reason: 'Segment moves' });
    await call('POST', '/api/feeds/out/resume');
    const { body } = await call('GET', '/api/audit?subject=out');
    expect(body).toMatchObject({
      lines: expect.arrayContaining([
        expect.objectContaining({ action: 'feed.resume', subject: 'out' }),
        expect.objectContaining({ action: 'feed.pause', details: { reason: 'Segment moves' } }),
      ]),
    });
    expect(await call('POST', '/api/feeds/nobody/pause', {})).toMatchObject({ status: 404 });
    expect(await call('POST', '/api/feeds/out/pause', { reason: '' })).toMatchObject({ status: 400 });
  });
});

const { examples, files, settings, others } = await readGuide('feeds.md');
/** The segment of the starter that the guide names. */
const loyalSegment = {
  key: 'loyal',
  name: 'Loyal customers',
  when: { all: [{ fact: 'profile', path: '$.computed.orders', operator: 'greaterThanInclusive', value: 3 }] },
};

describe('docs/feeds.md', () => {
  it('shows settings and commands that work, and nothing else', async () => {
    const fake = await createFolderFake();
    const engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_LAKE: fake.folder },
      files: (tenant) =>
        shopFiles({ tenant, files: { ...files, 'segments/loyal.json': loyalSegment }, settings }),
    });
    const run = createGuideRunner({ engine, values: new Map() });
    for (const example of examples) {
      for (const line of linesOf(example)) {
        const { status, body } = await run(line);
        expect(status, JSON.stringify(body)).toBe(200);
        if (example.answer !== undefined) expect(body).toMatchObject(JSON.parse(example.answer));
      }
    }
    expect(others).toEqual([]);
    expect(examples.length).toBeGreaterThan(1);
    await engine.close();
    await fake.close();
  });
});

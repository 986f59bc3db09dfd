import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { adminRoutes } from '../../api/auth/admin-routes-for-tests.ts';
import { adminScopes } from '../../domain/keys/key.ts';
import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { warehouseTables } from '../../engine/warehouse/store/tables.ts';
import { createWarehouseFolder } from '../../platform/warehouse/folder.ts';
import { builtInPlugins } from '../../plugins/built-in.ts';
import { createFolderFake } from '../../plugins/folder/fake.ts';
import { createSegmentFake } from '../../plugins/segment/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const canary = 'canarydiagnosis';
const country = 'Canaryland';
const on = (path: string) => ({ all: [{ fact: 'profile', path, operator: 'equal', value: canary }] });

describe('a trait that is marked as personal', () => {
  let lake: Awaited<ReturnType<typeof createFolderFake>>;
  let segment: Awaited<ReturnType<typeof createSegmentFake>>;
  let folder: WarehouseFolder;
  let dir: string;
  let engine: TestedEngine;
  let key: string;
  beforeAll(async () => {
    lake = await createFolderFake();
    segment = await createSegmentFake('segment-key');
    dir = await mkdtemp(join(tmpdir(), 'ciclo-personal-'));
    folder = createWarehouseFolder({ dir });
    const config = { url: segment.url, writeKey: { env: 'CICLO_PLUGIN_SEGMENT_KEY' } };
    const settings = {
      traits: {
        diagnosis: { type: 'text', personal: true },
        country: { type: 'text', personal: true },
        plan: { type: 'text' },
      },
      plugins: {
        lake: { use: 'folder', config: { folder: { env: 'CICLO_PLUGIN_LAKE' } } },
        cdp: { use: 'segment', config },
      },
      feeds: {
        people: { plugin: 'lake', rows: 'profiles', every: '10 minutes' },
        happened: { plugin: 'lake', rows: 'events', every: '10 minutes' },
        asked: { plugin: 'lake', rows: 'profiles', every: '10 minutes', personal: true },
        out: { plugin: 'cdp', rows: 'events', every: '10 minutes' },
      },
    };
    const ill = { key: 'ill', name: 'Ill', when: on('$.traits.diagnosis') };
    engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_LAKE: lake.folder, CICLO_PLUGIN_SEGMENT_KEY: 'segment-key' },
      start: Date.parse('2026-03-01T12:00:00Z'),
      warehouseFolder: folder,
      files: (tenant) => shopFiles({ tenant, files: { 'segments/ill.json': ill }, settings }),
    });
    await engine.customer('ana', { email: 'ana@example.com', diagnosis: canary, country, plan: 'gold' });
    await engine.track('ana', 'Viewed', {}, { context: { traits: { diagnosis: canary, plan: 'gold' } } });
    await engine.days(0.1);
    const made = await adminClient(engine).call('POST', '/api/keys', {
      name: 'everything but people',
      kind: 'server',
      scopes: adminScopes.filter((scope) => scope !== 'personal-data'),
    });
    ({ key } = z.looseObject({ key: z.string() }).parse(made.body));
  });
  afterAll(async () => {
    await engine.close();
    await Promise.all([folder.close(), lake.close(), segment.close()]);
    await rm(dir, { recursive: true, force: true });
  });

  const ask = (path: string, body?: object) =>
    engine.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('stands in no answer of the API to a key without personal-data', async () => {
    const id = await engine.profileId('ana');
    const words: Readonly<Record<string, string>> = { kind: 'profiles', key: 'ill', feed: 'people' };
    const lists = adminRoutes.flatMap((route) => {
      const [method, path = ''] = route.split(' ');
      return method === 'GET' ? [path.replaceAll(/:(\w+)/g, (_all, name: string) => words[name] ?? id)] : [];
    });
    expect(lists.length).toBeGreaterThan(100);
    let answered = 0;
    for (const path of lists) {
      const answer = await ask(path);
      const text = await answer.text();
      if (answer.status === 200) answered += 1;
      if (path !== '/api/segments/ill' && !path.startsWith('/api/workspace'))
        expect(text, path).not.toContain(canary);
      expect(text, path).not.toContain(country);
    }
    expect(answered).toBeGreaterThan(30);
  });

  it('is nothing that such a key counts people by', async () => {
    const named = ['$.traits.diagnosis', "$.traits['diagnosis']"].map(on);
    for (const when of named) {
      const preview = await ask('/api/segments/preview', { when });
      expect([preview.status, await preview.text()]).toEqual([403, expect.stringContaining('`diagnosis`')]);
      const plan = { name: 'News', audience: { when } };
      expect((await ask('/api/broadcasts/audience', { plan })).status).toBe(403);
      expect((await ask('/api/broadcasts', plan)).status).toBe(403);
    }
    expect((await ask('/api/segments/preview', { when: on('$.traits.plan') })).status).toBe(200);
  });

  it('goes out by no feed that does not ask for it', async () => {
    const texts = async (feed: string): Promise<string> => {
      const files = (await lake.files()).filter((path) => path.startsWith(`${feed}/`));
      const read = await Promise.all(
        files.map(async (path) => gunzipSync(await readFile(join(lake.folder, path))).toString()),
      );
      return read.join('');
    };
    for (const feed of ['people', 'happened']) {
      expect(await texts(feed)).toContain('gold');
      expect(await texts(feed)).not.toContain(canary);
    }
    expect(await texts('asked')).toContain(canary);
    const sent = JSON.stringify([...segment.calls.values()]);
    expect(sent).toContain('gold');
    expect(sent).not.toContain(canary);
    expect(sent).toContain('Viewed');
  });

  it('is empty in the warehouse', async () => {
    await adminClient(engine).call('POST', '/api/warehouse/exports', { full: true });
    await engine.days(0.1);
    const { tenant } = engine;
    const sql = 'select count(*), count(country) from profiles';
    const { rows } = await folder.query({ tenant, tables: warehouseTables, sql, limit: 1 });
    expect(rows).toEqual([[1, 0]]);
  });
});

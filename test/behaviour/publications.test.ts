import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { engineClient } from '../../cli/engine-client.ts';
import { runPublish } from '../../cli/workspace/run-publish.ts';
import { runPull } from '../../cli/workspace/run-pull.ts';
import { hashId } from '../../domain/hash.ts';
import { createTendPublications } from '../../engine/publications/tend-publications.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const path = 'journeys/nurture.json';
const text = `{
  "key": "nurture", "name": "Nurture leads",
  "stage": "acquisition",
  "entry": { "on": "Lead Created" },
  "steps": [ { "id": "wait", "type": "wait", "for": "30 days" } ]
}
`;
const revisionSchema = z.object({ revision: z.number() });
const listSchema = z.object({
  publications: z.array(z.looseObject({ revision: z.number(), isLive: z.boolean() })),
});

let engine: TestedEngine;
let call: ReturnType<typeof adminClient>['call'];
let dir: string;

const filesOf = (tenant: string) =>
  shopFiles({
    tenant,
    settings: { publications: { keep: 10 } },
    files: {
      [path]: text,
      'segments/friends.json': { key: 'friends', name: 'Friends', list: 'friends.csv' },
      'segments/friends.csv': 'email\nana@shop.example\n',
    },
  });

const write = async (name: string, content: string): Promise<void> => {
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), content);
};
const inFolder = (name: string) => readFile(join(dir, name), 'utf8');

beforeAll(async () => {
  engine = await startMemoryEngine({ files: filesOf });
  ({ call } = adminClient(engine));
  dir = await mkdtemp(join(tmpdir(), 'ciclo-pull-'));
  for (const [name, content] of Object.entries(await filesOf(engine.tenant))) await write(name, content);
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

/** Publishes another text of the journey, as somebody does in the studio. */
const publishDraft = async (wanted: string, body: object = {}): Promise<number> => {
  await call('PUT', `/api/workspace/drafts/${encodeURIComponent(path)}`, { text: wanted });
  const answer = await call('POST', '/api/workspace/drafts/publish', body);
  expect(answer.status).toBe(200);
  return revisionSchema.parse(answer.body).revision;
};
const list = async () =>
  listSchema.parse((await call('GET', '/api/workspace/publications')).body).publications;
const client = () => engineClient({ url: engine.url, apiKey: engine.keys.api });
const pull = async (more: { force?: boolean; dryRun?: boolean } = {}) => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const code = await runPull({ dir, client: client(), force: false, dryRun: false, say, ...more });
  return { code, said: said.join('\n') };
};

it('every publication is kept with who, when, why and what it changed in each file', async () => {
  const revision = await publishDraft(text.replace('30 days', '20 days'), { note: 'Faster' });
  const [newest, first] = await list();
  expect(newest).toMatchObject({
    revision,
    by: { kind: 'key' },
    source: 'drafts',
    note: 'Faster',
    isLive: true,
    changes: [{ what: 'journey', key: 'nurture', change: 'changed', version: 2 }],
  });
  expect(first).toMatchObject({ revision: 1, isLive: false });
  const { body } = await call('GET', `/api/workspace/publications/${revision}`);
  expect(body).toMatchObject({
    former: 1,
    files: [
      {
        path,
        change: 'changed',
        lines: { added: 1, removed: 1 },
        hunks: [
          {
            before: 2,
            after: 2,
            lines: expect.arrayContaining([
              { kind: 'removed', text: expect.stringContaining('30 days') },
              { kind: 'added', text: expect.stringContaining('20 days') },
            ]),
          },
        ],
      },
    ],
  });
  expect((await call('GET', '/api/workspace/publications/no-revision')).status).toBe(404);
});

it('a former publication is published again as a new one, after a look at what that does', async () => {
  const before = await list();
  const dry = await call('POST', '/api/workspace/publications/1/revert?dryRun=1', {});
  expect(dry.body).toMatchObject({ changes: [{ key: 'nurture', change: 'changed' }] });
  expect(await list()).toEqual(before);
  const done = await call('POST', '/api/workspace/publications/1/revert', { note: 'Too fast' });
  expect(done.body).toMatchObject({ changes: [{ key: 'nurture', version: 3 }] });
  expect((await list())[0]).toMatchObject({ source: 'revert', of: 1, note: 'Too fast', isLive: true });
  const file = await call('GET', `/api/workspace/files/${encodeURIComponent(path)}`);
  expect(file.body).toMatchObject({ text });
  const lists = (await engine.opened.stores.workspaces.load(engine.tenant))?.lists;
  expect(lists, 'lists of people stay').toEqual({ 'friends.csv': ['email:ana@shop.example'] });
});

it('a folder that is older than what the studio published is refused until it is pulled', async () => {
  await publishDraft(text.replace('30 days', '15 days'));
  const said: string[] = [];
  const publish = (more: object = {}) =>
    runPublish({
      dir,
      client: client(),
      dryRun: false,
      plans: [],
      maps: [],
      expect: undefined,
      say: (line) => said.push(line),
      ...more,
    });
  await expect(publish()).rejects.toThrow(/older than what is published[^]*nurture\.json[^]*ciclo pull/);
  expect(await pull({ dryRun: true })).toMatchObject({ code: 0, said: expect.stringContaining(path) });
  expect(await inFolder(path)).toBe(text);
  expect((await pull()).code).toBe(0);
  expect(await inFolder(path)).toContain('15 days');
  // What is changed in the folder from here on is meant.
  await write(path, text.replace('30 days', '12 days'));
  expect(await publish()).toBe(0);
  expect((await list())[0]).toMatchObject({ source: 'folder' });
  await write(path, text.replace('30 days', '15 days'));
  expect(await publish(), 'a folder may return to a former text of its own').toBe(0);
});

it('a pull keeps what was changed in the folder, and writes nothing where both sides changed a file', async () => {
  await write('package.json', '{}');
  await write('journeys/own.json', text.replaceAll('nurture', 'own'));
  await publishDraft(text.replace('30 days', '9 days'));
  const kept = await pull();
  expect(kept.said).toMatch(/writes {2}journeys\/nurture\.json[^]*keeps {3}journeys\/own\.json/);
  await write(path, text.replace('30 days', '8 days'));
  await publishDraft(text.replace('30 days', '7 days'));
  const refused = await pull();
  expect(refused).toMatchObject({ code: 1, said: expect.stringContaining(path) });
  expect(await inFolder(path)).toContain('8 days');
  expect((await pull({ force: true })).code).toBe(0);
  expect(await inFolder(path)).toContain('7 days');
  expect(await inFolder('package.json')).toBe('{}');
  await expect(inFolder('journeys/own.json')).rejects.toThrow(/ENOENT/);
  expect(await inFolder('segments/friends.csv')).toContain('ana@shop.example');
  await rm(dir, { recursive: true });
  expect((await pull()).code).toBe(0);
  expect(await inFolder(path)).toContain('7 days');
});

it('what a crash left unconfirmed is in the history once it is live, and never if it was not', async () => {
  const { publications, workspaces } = engine.opened.stores;
  const { tenant } = engine;
  const loaded = await workspaces.load(tenant);
  if (loaded === undefined) throw new Error('Nothing is published.');
  const [last] = await publications.list({ tenant, limit: 1 });
  const kept = await publications.get({ tenant, revision: last?.revision ?? 0 });
  if (kept === undefined) throw new Error('The publication is not kept.');
  const { id: _id, ...publication } = kept;
  const revision = loaded.revision + 1;
  for (const id of ['lost', 'taken'])
    await publications.begin({ id, publication: { ...publication, tenant, revision, note: id } });
  await workspaces.publish({ workspace: { ...loaded, revision }, base: loaded.revision, id: 'taken' });
  await publishDraft(text.replace('30 days', '6 days'));
  const notes = (await publications.list({ tenant, limit: 50 })).map(({ note }) => note);
  expect(notes.slice(0, 2)).toEqual([undefined, 'taken']);
  expect(notes).not.toContain('lost');
  await publications.drop({ tenant, ids: ['lost'] });
});

it('as many publications are kept as the settings say, and no text that none of them names', async () => {
  const { workspaceTexts, publications } = engine.opened.stores;
  const { tenant } = engine;
  const old = hashId(text.replace('30 days', '20 days'));
  const isKept = async (hash: string) => (await workspaceTexts.read({ tenant, hashes: [hash] })).has(hash);
  expect(await isKept(old)).toBe(true);
  for (let day = 31; day < 44; day += 1) await publishDraft(text.replace('30 days', `${day} days`));
  const { live, clock } = engine.engine;
  const systemTime = () => clock.systemTime() + 2 * 3_600_000;
  const tend = createTendPublications({ live, publications, workspaceTexts, clock: { systemTime } });
  while (await tend(tenant));
  // The last that a folder said is kept besides the ten.
  const rows = await publications.list({ tenant, limit: 50 });
  expect(rows).toHaveLength(11);
  expect(rows.at(-1)).toMatchObject({ source: 'folder' });
  expect(await isKept(old)).toBe(false);
  const [newest] = rows;
  const shown = await call('GET', `/api/workspace/publications/${newest?.revision ?? 0}`);
  expect(shown.body).toMatchObject({ files: [{ path, isCut: false }] });
});

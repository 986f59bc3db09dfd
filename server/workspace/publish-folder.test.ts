import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startTestEngine, type TestEngine } from '../../test/harness/engine.ts';
import { shopFiles } from '../../test/harness/shop.ts';
import { publishFolder, renewFolder } from './publish-folder.ts';

let engine: TestEngine;
let dir: string;
let files: Readonly<Record<string, string>>;

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), text);
};

beforeAll(async () => {
  engine = await startTestEngine({
    files: async (tenant) => {
      files = await shopFiles({ tenant, files: {}, messages: ['cart-reminder', 'welcome'] });
      return files;
    },
  });
  dir = await mkdtemp(join(tmpdir(), 'ciclo-folder-'));
  for (const [path, text] of Object.entries(files)) await write(path, text);
});

afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

const say = (): void => undefined;

it('a folder that is older than what was published elsewhere is not published, and is told', async () => {
  const path = 'catalog.json';
  const before = files[path] ?? '';
  const owner = 'somebody';
  await engine.engine.editFiles.save({ tenant: engine.tenant, owner, path, text: `${before} ` });
  const by = { kind: 'user' as const, id: owner };
  await engine.engine.editFiles.publish({ tenant: engine.tenant, owner, by, plan: {}, dryRun: false });
  const studio = await revision();
  const said: string[] = [];
  await publishFolder({ dir, assembled: engine, say: (line) => said.push(line) });
  expect(await revision()).toBe(studio);
  expect(said.join('\n')).toMatch(/older than what is published[^]*ciclo pull[^]*catalog\.json/);

  await write(path, `${before} `);
  await publishFolder({ dir, assembled: engine, say });
  await write(path, before);
  await publishFolder({ dir, assembled: engine, say });
  expect(await revision(), 'what the folder has is its own again').toBe(studio + 1);
});

const revision = () => engine.opened.stores.workspaces.revision(engine.tenant);

it('an engine that starts on a published folder compiles nothing, and then only the messages that changed', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const before = await revision();
  expect(await publishFolder({ dir, assembled: engine, say })).toBe(engine.tenant);
  expect([engine.compiled(), await revision()]).toEqual([0, before]);

  const path = 'messages/cart-reminder/message.json';
  const message: object = JSON.parse(files[path] ?? '{}');
  await write(path, JSON.stringify({ ...message, name: 'Another name' }));
  await publishFolder({ dir, assembled: engine, say });
  expect([engine.compiled(), await revision()]).toEqual([1, before + 1]);
  expect(said.join('\n')).toMatch(/Published revision \d+: .*message/);
});

it('what an engine started on is compiled once more, and published where it becomes something else', async () => {
  const { workspaces } = engine.opened.stores;
  const published = await workspaces.load(engine.tenant);
  if (published === undefined) throw new Error('Nothing is published.');
  // As a former version might have compiled it.
  const messages = published.messages.map((one) => ({ ...one, variables: [...one.variables, 'former'] }));
  await workspaces.publish({ workspace: { ...published, messages }, base: published.revision });
  const said: string[] = [];
  const renew = (signal: AbortSignal) =>
    renewFolder({ dir, assembled: engine, say: (line) => said.push(line), signal });
  await renew(AbortSignal.abort());
  expect((await workspaces.load(engine.tenant))?.messages).toEqual(messages);
  await renew(new AbortController().signal);
  expect((await workspaces.load(engine.tenant))?.messages).toEqual(published.messages);

  // Somebody published something else meanwhile: the folder stays as it is.
  await write('journeys/none.json', '{');
  const now = await revision();
  await renew(new AbortController().signal);
  expect(await revision()).toBe(now);
});

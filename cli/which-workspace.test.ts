import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { loadConfig } from '../platform/config.ts';
import { tellWorkspace } from './which-workspace.ts';

let dataDir = '';
const lines: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ciclo-data-'));
});
afterAll(() => rm(dataDir, { recursive: true }));
beforeEach(() => {
  lines.length = 0;
});

const noteEngine = (pid: number): Promise<void> =>
  writeFile(
    join(dataDir, 'running.json'),
    JSON.stringify({ pid, url: 'http://localhost:3000', tenant: 'shop', workspace: '/shops/one' }),
  );

const workspaceOf = (input: { folder?: string; env?: Record<string, string> }): Promise<string> =>
  tellWorkspace({
    folder: input.folder,
    config: loadConfig({ CICLO_DATA: dataDir, ...input.env }),
    say: (line) => lines.push(line),
  });

test('a command without a folder is about the workspace that the engine here runs', async () => {
  await noteEngine(process.pid);
  expect(await workspaceOf({})).toBe('/shops/one');
  expect(lines).toEqual([]);
});

test('a folder that is named counts, and where the engine runs another one it is said', async () => {
  await noteEngine(process.pid);
  expect(await workspaceOf({ folder: 'two' })).toBe(resolve('two'));
  expect(await workspaceOf({ env: { CICLO_WORKSPACE: '/shops/three' } })).toBe('/shops/three');
  expect(lines).toHaveLength(2);
  expect(lines.join()).toContain('The engine at http://localhost:3000 runs the workspace /shops/one.');
});

test('an engine that is gone says nothing', async () => {
  // No process has this number: it is over the largest that Linux gives.
  await noteEngine(4_194_305);
  expect(await workspaceOf({})).toBe(resolve('templates'));
  expect(lines).toEqual([]);
});

import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInstalledTool } from './installed-tool.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ciclo-tool-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const bringInto = async (dir: string) => {
  const command = join(dir, 'program');
  await writeFile(command, '');
  return { command, args: [], label: 'program' };
};

test('of several processes that want it at once, one installs and all get it', async () => {
  let brought = 0;
  const tool = createInstalledTool({
    dir: join(root, 'tool'),
    bring: async (dir) => {
      brought += 1;
      return bringInto(dir);
    },
  });
  const programs = await Promise.all([tool.install(), tool.install(), tool.install()]);
  expect(brought).toBe(1);
  expect(new Set(programs.map(({ command }) => command)).size).toBe(1);
  await expect(tool.find()).resolves.toMatchObject({ label: 'program' });
});

test('an installation that fails leaves nothing behind, and can be tried again', async () => {
  let fail = true;
  const dir = join(root, 'tool');
  const tool = createInstalledTool({
    dir,
    bring: async (into) => {
      const program = await bringInto(into);
      if (fail) throw new Error('no space');
      return program;
    },
  });
  await expect(tool.install()).rejects.toThrow('no space');
  await expect(readdir(root)).resolves.toEqual([]);
  await expect(tool.find()).resolves.toBeUndefined();
  fail = false;
  await expect(tool.install()).resolves.toMatchObject({ label: 'program' });
});

test('a folder that was moved is not trusted: its scripts point to the old place', async () => {
  await createInstalledTool({ dir: join(root, 'old'), bring: bringInto }).install();
  await rename(join(root, 'old'), join(root, 'new'));
  await expect(
    createInstalledTool({ dir: join(root, 'new'), bring: bringInto }).find(),
  ).resolves.toBeUndefined();
});

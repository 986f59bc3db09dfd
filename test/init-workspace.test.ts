import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runInit } from '../cli/commands/workspace/init.ts';
import { readWorkspace } from '../server/workspace/read-workspace.ts';
import { buildWorkspace } from '../server/workspace/build-workspace.ts';

describe('ciclo init', () => {
  let folder: string;
  let dir: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ciclo-init-'));
    dir = join(folder, 'my-shop');
    await runInit({ dir, say: () => undefined });
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('makes a workspace without a problem', async () => {
    const built = await buildWorkspace({ files: await readWorkspace(dir) });
    expect(built.ok ? [] : built.problems).toEqual([]);
  });

  test('every file names a schema that is there, so that editors complete and explain', async () => {
    const files = await readWorkspace(dir);
    let named = 0;
    for (const [path, text] of Object.entries(files)) {
      const schema = /"\$schema":\s*"([^"]+)"/.exec(text)?.[1];
      if (schema === undefined) continue;
      named += 1;
      await access(resolve(dir, dirname(path), schema));
    }
    expect(named).toBeGreaterThan(5);
  });

  test('refuses a folder that has something in it, and changes nothing there', async () => {
    const before = await readFile(join(dir, 'ciclo.json'), 'utf8');
    await expect(runInit({ dir, say: () => undefined })).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(join(dir, 'ciclo.json'), 'utf8')).toBe(before);
  });
});

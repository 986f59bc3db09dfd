import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isInstalled, noteInstalled } from './installed.mjs';

describe('what is installed in a checkout', () => {
  let root: string;
  const set = async (name: string, text: string, seconds: number): Promise<void> => {
    await writeFile(join(root, name), text);
    await utimes(join(root, name), seconds, seconds);
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ciclo-installed-'));
    await mkdir(join(root, 'node_modules'));
    await set('package-lock.json', '{"a":1}', 1000);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is known by the record of npm, where that is newer than the lock file', async () => {
    expect(isInstalled(root)).toBe(false);
    await set('node_modules/.package-lock.json', '{}', 2000);
    expect(isInstalled(root)).toBe(true);
    await set('package-lock.json', '{"a":2}', 3000);
    expect(isInstalled(root)).toBe(false);
  });

  it('is the same when a clone or a cache gives the lock file a later time, so no test is installed under', async () => {
    await set('node_modules/.package-lock.json', '{}', 2000);
    noteInstalled(root);
    await set('package-lock.json', '{"a":1}', 9000);
    expect(isInstalled(root)).toBe(true);
    await set('package-lock.json', '{"a":2}', 9000);
    expect(isInstalled(root)).toBe(false);
  });
});

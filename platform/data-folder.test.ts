import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataFolder } from './data-folder.ts';
import { takeLock } from './lock-file.ts';
import { birthOf } from './process-life.ts';

let root = '';
const folder = () => join(root, 'data');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ciclo-folder-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

test('a second start on the same data says who has it and how to go on', async () => {
  const claim = await claimDataFolder({ dir: folder(), what: 'ciclo start' });
  await expect(claimDataFolder({ dir: folder(), what: 'ciclo demo' })).rejects.toThrow(
    new RegExp(`"ciclo start" \\(process ${process.pid}\\).*CICLO_DATA=`),
  );
  await claim.release();
  const again = await claimDataFolder({ dir: folder(), what: 'ciclo demo' });
  await again.release();
  await expect(readdir(folder())).resolves.toEqual([]);
});

test('the folder is for its owner only', async () => {
  const { dir, release } = await claimDataFolder({ dir: folder(), what: 'test' });
  expect((await stat(dir)).mode & 0o077).toBe(0);
  await release();
});

test('the claim of a process that is gone is taken over', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  const lock = join(root, 'lock');
  await writeFile(lock, JSON.stringify({ pid: child.pid, what: 'dead', since: 'then' }));
  await expect(takeLock({ path: lock, what: 'me' })).resolves.toMatchObject({ taken: true });
});

test.runIf((await birthOf(process.pid)) !== undefined)(
  'a live process that merely got the id of a dead one is not mistaken for it',
  async () => {
    const lock = join(root, 'lock');
    await writeFile(lock, JSON.stringify({ pid: process.pid, birth: '1', what: 'dead', since: 'then' }));
    await expect(takeLock({ path: lock, what: 'me' })).resolves.toMatchObject({ taken: true });
  },
);

test('of many that want a dead lock at once, exactly one gets it', async () => {
  const lock = join(root, 'lock');
  await writeFile(lock, 'not a lock');
  const results = await Promise.all(
    Array.from({ length: 20 }, async () => takeLock({ path: lock, what: 'me' })),
  );
  expect(results.filter(({ taken }) => taken)).toHaveLength(1);
  await expect(readdir(root)).resolves.toEqual(['lock']);
});

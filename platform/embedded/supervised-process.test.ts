import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { groupLives } from '../process-life.ts';
import { superviseProcess } from './supervised-process.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ciclo-process-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

const supervise = async (script: string) =>
  superviseProcess({
    command: 'sh',
    args: ['-c', script],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    logPath: join(dir, 'server.log'),
    recordPath: join(dir, 'process.json'),
  });

const recordedPid = async (): Promise<number> =>
  z.object({ pid: z.number() }).parse(JSON.parse(await readFile(join(dir, 'process.json'), 'utf8'))).pid;

test('a server is asked to stop and may tidy up', async () => {
  const server = await supervise('trap "echo tidied; exit 0" TERM; echo up; while :; do sleep 0.05; done');
  await expect.poll(() => server.lastOutput()).toBe('up');
  await server.stop();
  expect(server.lastOutput()).toContain('tidied');
  expect(server.running()).toBe(false);
});

test('one that does not listen is ended by force, in bounded time', { timeout: 20_000 }, async () => {
  const server = await supervise('trap "" TERM; echo up; while :; do sleep 0.05; done');
  await expect.poll(() => server.lastOutput()).toBe('up');
  const pid = await recordedPid();
  await server.stop();
  await expect.poll(async () => groupLives(pid)).toBe(false);
});

test('how a server ended by itself, and its last words, are known', async () => {
  const server = await supervise('echo cannot bind >&2; exit 3');
  await expect(server.ended).resolves.toBe('ended with code 3');
  expect(server.lastOutput()).toBe('cannot bind');
});

test('a server dies with us, even when we are killed outright', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('supervised-process.fixture.ts', import.meta.url)), dir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  const pid = await recordedPid();
  await expect(groupLives(pid)).resolves.toBe(true);
  child.kill('SIGKILL');
  await expect.poll(async () => groupLives(pid)).toBe(false);
});

test('the next start on the same data first waits for what was left running', async () => {
  const first = await supervise('trap "sleep 0.3; exit 0" TERM; echo up; while :; do sleep 0.05; done');
  await expect.poll(() => first.lastOutput()).toBe('up');
  const pid = await recordedPid();
  const stopping = first.stop();
  const second = await supervise('echo second; sleep 60');
  await expect(groupLives(pid)).resolves.toBe(false);
  await Promise.all([stopping, second.kill()]);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A folder of its own, which goes with `remove`. */
export const ownFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'ciclo-real-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Looks again until something is so; throws with `why` after a minute. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  why: () => string | Promise<string>,
): Promise<void> => {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(await why());
    await wait(100);
  }
};

const run = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv },
) => {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  return { child, said: () => said.join('') };
};

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

/** Runs a program to its end; answers what it said, and throws that where it went wrong. */
export const runProgram = async (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> => {
  const { child, said } = run(command, args, options);
  const code = await ended(child);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${said()}`);
  return said();
};

/** Starts a server, and waits until it listens; `stop` ends this process alone, within five seconds. */
export const startProgram = async (
  command: string,
  args: readonly string[],
  options: { port: number; cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<{ said: () => string; stop: () => Promise<void> }> => {
  const { port, ...where } = options;
  const { child, said } = run(command, args, where);
  const over = ended(child).catch(() => null);
  await until(
    () =>
      child.exitCode === null ? listens(port) : Promise.reject(new Error(`${command} ended: ${said()}`)),
    () => `${command} does not listen: ${said()}`,
  );
  return {
    said,
    stop: async () => {
      child.kill('SIGTERM');
      // Some take their time, and nothing of theirs is kept.
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await over;
      clearTimeout(late);
    },
  };
};

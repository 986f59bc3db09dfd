import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { loadConfig } from '../../platform/config.ts';

const today = join(import.meta.dirname, '..', '..');

/** `ciclo start`, `api` or `worker` as a process of its own, for tests that kill it. */
export type EngineProcess = {
  /** Holds its workspace and its data. */
  readonly dir: string;
  readonly start: () => Promise<void>;
  /** SIGKILL: no chance to tidy up. Settles when it is gone. */
  readonly kill: () => Promise<void>;
  /** What it printed since the last start. */
  readonly output: () => string;
  /** Kills it if it runs, and removes its folder. */
  readonly close: () => Promise<void>;
};

/** Writes the files of a workspace into a folder. */
const writeWorkspace = async (input: {
  dir: string;
  files: Readonly<Record<string, string>>;
}): Promise<void> => {
  for (const [name, text] of Object.entries(input.files)) {
    const path = join(input.dir, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
};

/** Makes a process of the engine on a workspace of its own; `start` starts it, as often as it was killed. */
export const createEngineProcess = async (input: {
  part: 'start' | 'api' | 'worker';
  files: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string>>;
  /** The folder of another version of Ciclo; today's by default. */
  checkout?: string;
}): Promise<EngineProcess> => {
  const dir = await mkdtemp(join(tmpdir(), 'ciclo-process-'));
  const workspace = join(dir, 'workspace');
  const bin = join(input.checkout ?? today, 'cli', 'bin.mjs');
  await writeWorkspace({ dir: workspace, files: input.files });
  let child: ChildProcess | undefined;
  let output = '';

  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  };

  const start = async (): Promise<void> => {
    output = '';
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: dir,
      CICLO_DATA: join(dir, 'data'),
      CICLO_WORKSPACE: workspace,
      CICLO_DEV_CLOCK: '1',
      CICLO_ADMIN_PORT: '0',
      // The dependencies and servers are there; installing them would take them from under other tests.
      CICLO_NO_INSTALL: '1',
      CICLO_SECRET: 'the secret of a test, long enough for links',
      CICLO_WRITE_KEY: 'sk_of-the-processes-of-a-test',
      CICLO_API_KEY: 'ak_of-the-processes-of-a-test',
      // The bundle of the workflows is there; a process would make one of its own in its empty home.
      CICLO_TOOLS: loadConfig(process.env).toolsDir,
      LOG_LEVEL: 'error',
      NO_COLOR: '1',
      ...input.env,
    };
    const started = spawn(process.execPath, [bin, input.part], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
        if (output.includes('Ciclo is running.')) resolve();
      };
      started.stdout.on('data', hear);
      started.stderr.on('data', hear);
      started.once('error', reject);
      started.once('exit', (code, signal) => {
        reject(new Error(`ciclo ${input.part} ended with ${signal ?? code}: ${output}`));
      });
    });
  };

  return {
    dir,
    start,
    kill,
    output: () => output,
    close: async () => {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

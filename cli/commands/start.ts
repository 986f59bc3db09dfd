import { mkdir, writeFile } from 'node:fs/promises';

import colors from 'picocolors';

import type { Environment } from '../../platform/config.ts';
import { type RunningEngine, startAll } from '../engine/start-all.ts';
import { runningFile } from '../engine-client.ts';
import type { Say } from '../say.ts';

/** What runs in this process: everything, or one of the parts. */
export type Part = 'all' | 'api' | 'worker';

/** Leaves the address in the data folder, for the other commands. */
const tellWhereItRuns = async (running: RunningEngine): Promise<void> => {
  if (running.url === undefined) return;
  const { pid } = process;
  // An API on servers and keys of one's own has kept nothing in this folder so far.
  await mkdir(running.dataDir, { recursive: true, mode: 0o700 });
  const where = JSON.stringify({ pid, url: running.url, tenant: running.tenant });
  await writeFile(runningFile(running.dataDir), `${where}\n`);
};

/** `ciclo start`, `ciclo api`, `ciclo worker` and `ciclo dev`: runs until it is told to stop. */
export const runStart = async (input: {
  part: Part;
  env: Environment;
  say: Say;
  watch: boolean;
}): Promise<void> => {
  const { say, part } = input;
  const env = input.watch ? { CICLO_DEV_CLOCK: '1', ...input.env } : input.env;
  const running = await startAll({
    part,
    env,
    say,
    source: process,
    exit: (code) => process.exit(code),
    watch: input.watch,
  });
  try {
    await tellWhereItRuns(running);
    say('');
    say(colors.green(colors.bold('Ciclo is running.')));
    for (const line of running.lines) say(`  ${line}`);
    say('  Ctrl-C stops it and everything it started.');
    await running.ended;
  } catch (thrown) {
    await running.stop();
    throw thrown;
  }
};

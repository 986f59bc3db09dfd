import { mkdir, writeFile } from 'node:fs/promises';

import colors from 'picocolors';

import { type Config, type Environment, loadConfig } from '../platform/config.ts';
import { saidLine } from '../platform/log-line.ts';
import { type Part, type RunningEngine, startAll } from '../server/start-all.ts';
import { runningFile } from './engine-client.ts';
import type { Say } from '../platform/say.ts';
import type { StrayErrors } from '../platform/stray-errors.ts';

/** Leaves the address in the data folder, for the other commands. */
export const tellWhereItRuns = async (input: { running: RunningEngine; config: Config }): Promise<void> => {
  const { running, config } = input;
  if (running.url === undefined) return;
  const { pid } = process;
  // An API on servers and keys of one's own has kept nothing in this folder so far.
  await mkdir(running.dataDir, { recursive: true, mode: 0o700 });
  const where = JSON.stringify({
    pid,
    url: running.url,
    tenant: running.tenant,
    workspace: config.workspaceDir,
    development: config.devClock || config.mongoUri === undefined,
  });
  await writeFile(runningFile(running.dataDir), `${where}\n`);
};

/** `ciclo start`, `ciclo api`, `ciclo worker` and `ciclo dev`: runs until it is told to stop. */
export const runEngine = async (input: {
  part: Part;
  env: Environment;
  say: Say;
  strays: StrayErrors;
  watch: boolean;
}): Promise<number> => {
  const { part } = input;
  const env = input.watch ? { CICLO_DEV_CLOCK: '1', ...input.env } : input.env;
  const config = loadConfig(env);
  const isForPeople = input.watch || process.stdout.isTTY;
  const logFormat = config.logFormat ?? (isForPeople ? 'text' : 'json');
  const say: Say = (text) => input.say(saidLine({ format: logFormat, text, at: new Date() }));
  const running = await startAll({
    part,
    env,
    say,
    source: process,
    exit: (code) => process.exit(code),
    watch: input.watch,
    logFormat,
    strays: input.strays,
  });
  try {
    await tellWhereItRuns({ running, config });
    say(colors.green(colors.bold('Ciclo is running.')));
    for (const line of running.lines) say(`  ${line}`);
    say('  Ctrl-C stops it and everything it started.');
    await running.ended;
    return 0;
  } catch (thrown) {
    await running.stop();
    throw thrown;
  }
};

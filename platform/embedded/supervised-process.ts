import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { CicloError } from '../../domain/errors.ts';
import { birthOf, groupLives } from '../process-life.ts';

const STOP_BOUND_MS = 8000;
const POLL_MS = 50;
const LOG_LIMIT_BYTES = 10_000_000;

/**
 * Runs the server beside a reader of the pipe that only we hold open. When we close it, or die in whatever way
 * (SIGKILL too), the reader sees its end and stops the server: politely first, by force after five seconds.
 */
const WATCHDOG = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{
  read -r _ <&3
  kill -TERM "$server"
  tries=0
  while [ "$tries" -lt 50 ]; do
    kill -0 "$server" || exit 0
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -KILL "$server"
} 2>/dev/null &
watch=$!
wait "$server"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
`;

const recordSchema = z.object({ pid: z.number().int().positive(), birth: z.string().optional() });

/** A server process of ours that cannot outlive us. */
export interface SupervisedProcess {
  /** Resolves when the process is gone, with how it ended in words. */
  readonly ended: Promise<string>;
  readonly running: () => boolean;
  /** The end of what the server printed, for error messages. */
  lastOutput(): string;
  /** Stops it: politely, and by force when that takes more than eight seconds. */
  stop(): Promise<void>;
  /** Ends it at once without a chance to tidy up, as a crash would. */
  kill(): Promise<void>;
}

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
};

const openLog = (path: string): number => {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
};

const tail = (input: { path: string; from: number }): string => {
  try {
    const text = readFileSync(input.path).subarray(input.from).toString('utf8').trim();
    return text.split('\n').slice(-5).join('\n').slice(-1500);
  } catch {
    return '';
  }
};

const readRecord = async (path: string): Promise<z.output<typeof recordSchema> | undefined> => {
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * Ends what an earlier start left running on the same data: after a SIGKILL of ours, its server takes a moment to
 * stop, and two servers on one set of files would spoil them.
 */
const endLeftover = async (recordPath: string): Promise<void> => {
  const record = await readRecord(recordPath);
  if (record === undefined) return;
  const { pid, birth } = record;
  const now = await birthOf(pid);
  // Its id may have gone to a stranger since; while its group lives, no stranger gets it.
  const stranger = now !== undefined && birth !== undefined && now !== birth;
  const deadline = Date.now() + STOP_BOUND_MS;
  if (!stranger) {
    while (await groupLives(pid)) {
      if (Date.now() > deadline) killGroup(pid);
      await delay(POLL_MS);
    }
  }
  await rm(recordPath, { force: true });
};

/**
 * Starts a server in a process group of its own (a Ctrl-C in the terminal reaches only us, so that we can drain
 * first), its output appended to `logPath`, its process id kept in `recordPath` while it lives.
 */
export const superviseProcess = async (input: {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  logPath: string;
  recordPath: string;
}): Promise<SupervisedProcess> => {
  const { command, args, logPath, recordPath } = input;
  await endLeftover(recordPath);
  const log = openLog(logPath);
  const from = statSync(logPath).size;
  const child = spawn('sh', ['-c', WATCHDOG, 'ciclo-server', command, ...args], {
    detached: true,
    stdio: ['pipe', log, log],
    env: input.env,
  });
  closeSync(log);

  let alive = true;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      alive = false;
      resolve(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      alive = false;
      // What the server itself may have started ends with it.
      if (child.pid !== undefined) killGroup(child.pid);
      resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
    });
  });
  const { pid, stdin: lifeline } = child;
  if (pid === undefined || lifeline === null)
    throw new CicloError({ code: 'unavailable', message: `${command} ${await ended}` });
  lifeline.on('error', () => undefined);
  const birth = await birthOf(pid);
  await writeFile(recordPath, JSON.stringify({ pid, ...(birth === undefined ? {} : { birth }) }));

  const finish = async (): Promise<void> => {
    await ended;
    await rm(recordPath, { force: true });
  };
  return {
    ended,
    running: () => alive,
    lastOutput: () => tail({ path: logPath, from }),
    stop: async () => {
      lifeline.end();
      const bound = setTimeout(() => {
        killGroup(pid);
      }, STOP_BOUND_MS);
      await finish();
      clearTimeout(bound);
    },
    kill: async () => {
      if (alive) killGroup(pid);
      await finish();
    },
  };
};

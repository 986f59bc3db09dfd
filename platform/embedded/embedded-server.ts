import { setTimeout as delay } from 'node:timers/promises';
import { CicloError } from '../../domain/errors.ts';
import { freePort } from '../free-port.ts';
import { superviseProcess, type SupervisedProcess } from './supervised-process.ts';
import type { Program } from './ways.ts';

const READY_BOUND_MS = 30_000;
const POLL_MS = 25;
const PORT_TRIES = 3;

/** How a kind of server is run. */
export interface ServerSpec {
  readonly name: string;
  readonly logPath: string;
  readonly recordPath: string;
  /** A fixed port, or 0 for any free one. */
  readonly port: number;
  readonly args: (port: number) => readonly string[];
  /** Environment of the server; nothing else is passed on, so that none of our secrets is. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it serves already; asked again and again until it does. */
  ready(port: number): Promise<boolean>;
}

/** A server that was started along and ends with us. */
export interface EmbeddedServer {
  readonly port: number;
  /** How it was brought onto this machine, for messages. */
  readonly label: string;
  /** Resolves when it ends for whatever reason other than a restart, with how it ended in words. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
  /** Ends it without a chance to tidy up, as a crash would; `restart` brings it back. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same port and data. */
  restart(): Promise<void>;
}

const waitUntilReady = async (input: {
  spec: ServerSpec;
  port: number;
  running: SupervisedProcess;
}): Promise<void> => {
  const { spec, port, running } = input;
  const deadline = Date.now() + READY_BOUND_MS;
  while (Date.now() < deadline) {
    if (!running.running()) {
      throw new CicloError({
        code: 'unavailable',
        message: `${spec.name} ${await running.ended}: ${running.lastOutput().replaceAll('\n', ' | ')}`,
      });
    }
    if (await spec.ready(port)) return;
    await delay(POLL_MS);
  }
  throw new CicloError({
    code: 'timeout',
    message: `${spec.name} did not answer within ${READY_BOUND_MS / 1000} s`,
  });
};

const startOn = async (input: {
  spec: ServerSpec;
  program: Program;
  port: number;
}): Promise<SupervisedProcess> => {
  const { spec, program, port } = input;
  const running = await superviseProcess({
    command: program.command,
    args: [...program.args, ...spec.args(port)],
    env: spec.env,
    logPath: spec.logPath,
    recordPath: spec.recordPath,
  });
  try {
    await waitUntilReady({ spec, port, running });
    return running;
  } catch (thrown) {
    await running.stop();
    throw thrown;
  }
};

/** A free port can be taken by somebody else before the server has it: then another one is tried. */
const startSomewhere = async (input: { spec: ServerSpec; program: Program }) => {
  const { spec, program } = input;
  for (let tries = 1; ; tries += 1) {
    const port = spec.port === 0 ? await freePort() : spec.port;
    try {
      return { port, running: await startOn({ spec, program, port }) };
    } catch (thrown) {
      const inUse =
        thrown instanceof CicloError && /address already in use|EADDRINUSE|bind/i.test(thrown.message);
      if (spec.port !== 0 || !inUse || tries === PORT_TRIES) throw thrown;
    }
  }
};

/** Starts a server and resolves when it serves. Throws, with the end of its output, when it does not. */
export const startEmbeddedServer = async (input: {
  spec: ServerSpec;
  program: Program;
}): Promise<EmbeddedServer> => {
  const { spec, program } = input;
  const first = await startSomewhere(input);
  const { port } = first;
  let current = first.running;
  let restarting = false;
  let announce: (how: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const watch = (running: SupervisedProcess): void => {
    void running.ended.then((how) => {
      if (!restarting && running === current) announce(how);
    });
  };
  watch(current);
  return {
    port,
    label: program.label,
    ended,
    stop: async () => current.stop(),
    kill: async () => {
      restarting = true;
      await current.kill();
    },
    restart: async () => {
      restarting = true;
      await current.stop();
      current = await startOn({ spec, program, port });
      restarting = false;
      watch(current);
    },
  };
};

import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { messageOf } from '../../domain/errors.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import type { MessageSource } from '../../domain/messages/parse-message.ts';
import type { Checked } from '../../domain/problem.ts';
import { type Compilation, createCompileCache } from './compile-cache.ts';

/** Threads that compile messages, so that the process answers meanwhile. */
export type CompilePool = {
  readonly compile: (source: MessageSource) => Promise<Checked<CompiledMessage>>;
  /** How many messages were compiled; those whose result was known are not among them. */
  readonly compiled: () => number;
  readonly close: () => Promise<void>;
};

const usualWorker = new URL('./compile-worker.mjs', import.meta.url);
const usualLimitMs = 120_000;
const idleMs = 30_000;
const threadsMax = 4;
const memoryMb = 512;

const failed = (source: MessageSource, thrown: unknown): Compilation => {
  const why = messageOf(thrown).replace(/\.$/, '');
  return {
    kind: 'failed',
    result: {
      ok: false,
      problems: [
        {
          code: 'cannot-compile',
          file: source.file,
          path: '',
          message: `The message \`${source.key}\` could not be compiled: ${why}.`,
          hint: 'Make it simpler, with fewer sections and shorter lists; then try again.',
          severity: 'error',
        },
      ],
    },
  };
};

/** Lets so many callers work at once, the others in their order. */
const createLanes = (count: number) => {
  const waiting: (() => void)[] = [];
  let free = count;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

type Threads = {
  readonly pool: Tinypool;
  /** Aborts, with the reason, when a thread fails while it has no message. */
  readonly broken: AbortSignal;
};

const startThreads = (input: { worker: URL; threads: number }): Threads => {
  const pool = new Tinypool({
    filename: input.worker.href,
    name: 'compileMessage',
    runtime: 'worker_threads',
    minThreads: 0,
    maxThreads: input.threads,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const broken = new AbortController();
  pool.on('error', (problem: unknown) => broken.abort(problem));
  return { pool, broken: broken.signal };
};

/**
 * Compiles messages in worker threads, each content once. The threads begin with the first message and end when there
 * is nothing to do. A message that fails, takes too long or too much memory is refused with a problem of its own; the
 * others are compiled all the same.
 */
export const createCompilePool = (
  input: {
    /** The module the threads run; it exports `compileMessage`. */
    worker?: URL;
    threads?: number;
    /** How long one message may take, in milliseconds; waiting for a thread does not count. */
    limitMs?: number;
  } = {},
): CompilePool => {
  const { worker = usualWorker, limitMs = usualLimitMs } = input;
  const threads = input.threads ?? Math.max(1, Math.min(threadsMax, availableParallelism()));
  const lane = createLanes(threads);
  const pools: Threads[] = [];
  let count = 0;

  const threadsNow = (): Threads => {
    const [known] = pools;
    if (known !== undefined) return known;
    const made = startThreads({ worker, threads });
    // Threads that cannot begin take those with them that wait for one; the next message tries again.
    made.broken.addEventListener('abort', () => {
      pools.splice(pools.indexOf(made), 1);
      void made.pool.destroy();
    });
    pools.push(made);
    return made;
  };

  const compile = createCompileCache((source) =>
    lane(async () => {
      count += 1;
      const { pool, broken } = threadsNow();
      const late = AbortSignal.timeout(limitMs);
      try {
        const signal = AbortSignal.any([late, broken]);
        const result: Checked<CompiledMessage> = await pool.run(source, { signal });
        return { kind: 'compiled', result };
      } catch (thrown) {
        if (late.aborted) return failed(source, `It took longer than ${limitMs / 1000} seconds.`);
        return failed(source, broken.aborted ? broken.reason : thrown);
      }
    }),
  );

  return {
    compile,
    compiled: () => count,
    close: async () => {
      for (const { pool } of pools.splice(0)) await pool.destroy();
    },
  };
};

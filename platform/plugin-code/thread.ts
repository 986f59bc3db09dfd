import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

import { isObject } from '../../domain/json.ts';
import { messageOf } from '../../domain/errors.ts';
import {
  type Answer,
  answerSchema,
  type FromThread,
  fromThreadSchema,
  goneId,
  places,
  type ThreadStart,
  type ToThread,
} from './thread-messages.ts';

/** How long what a thread does may take, in milliseconds, and how much memory. */
export type ThreadLimits = {
  /** Until its code is imported. */
  readonly loadMs: number;
  /** The same again, while the engine stands still for it. */
  readonly restartMs: number;
  /** A question that the engine stands still for. */
  readonly atOnceMs: number;
  /** A question that only computes. */
  readonly computeMs: number;
  /** How long it may give no sign of life when a question is overdue. */
  readonly silentMs: number;
  readonly memoryMb: number;
};

export const usualLimits: ThreadLimits = {
  loadMs: 30_000,
  restartMs: 5_000,
  atOnceMs: 5_000,
  computeMs: 5_000,
  silentMs: 1_500,
  memoryMb: 256,
};

/** How a question ended: answered, or the thread did not live to answer it. `begun`: whether it had it in hand. */
export type Told = Answer | { readonly ok: 'ended'; readonly why: string; readonly begun: boolean };

export type Question = {
  readonly question: unknown;
  /** Aborted when its time is up. */
  readonly signal?: AbortSignal | undefined;
  /** Its time, where no signal says when it is up. */
  readonly limitMs: number;
  /** Answers what the thread asks back. */
  readonly onEvent?: ((about: unknown) => unknown) | undefined;
};

/** Code of others in a thread of its own. Nothing here throws or rejects. */
export type Thread = {
  /** What the code says of itself once it is imported, or why it is not. */
  readonly ready: Promise<
    { readonly ok: true; readonly about: unknown } | { readonly ok: false; readonly why: string }
  >;
  readonly ask: (question: Question) => Promise<Told>;
  /** Stands still until it is answered; the thread is ended when that takes too long. */
  readonly askAtOnce: (question: unknown) => Told;
  readonly end: () => Promise<void>;
};

export type ThreadInput = {
  /** One module of JavaScript that calls `answerQuestions`. */
  readonly code: string;
  readonly limits: ThreadLimits;
  /** Hears what the code says, and errors of it that nothing waits for. */
  readonly onSaid: (about: unknown) => void;
  readonly onStray: (message: string) => void;
  /** Hears why the thread ended by itself, or was ended because it stood still. */
  readonly onEnd: (why: string) => void;
};

/** What of the environment code of others sees: nothing that could be a secret. */
const environment = (): Record<string, string> =>
  Object.fromEntries(
    ['NODE_ENV', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const tickMs = 250;

type Pending = {
  readonly settle: (told: Told) => void;
  readonly onEvent: Question['onEvent'];
  overdue: boolean;
};

const startWorker = (input: ThreadInput) => {
  const dir = mkdtempSync(join(tmpdir(), 'ciclo-plugin-'));
  const file = join(dir, 'plugin.mjs');
  writeFileSync(file, input.code);
  const counts = new Int32Array(new SharedArrayBuffer(4 * places.size));
  const { port1, port2 } = new MessageChannel();
  const workerData: ThreadStart = { counts, port: port2 };
  const worker = new Worker(file, {
    workerData,
    transferList: [port2],
    execArgv: [],
    env: environment(),
    resourceLimits: { maxOldGenerationSizeMb: input.limits.memoryMb },
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, counts, forget: () => rmSync(dir, { recursive: true, force: true }) };
};

const whyOf = (thrown: unknown, limits: ThreadLimits): string =>
  isObject(thrown) && thrown['code'] === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `It took more than ${limits.memoryMb} MB of memory.`
    : `It threw: ${messageOf(thrown)}`;

/** Looks, while questions wait, whether one is overdue and the thread gives no sign of life. */
const createWatch = (input: {
  readonly pending: ReadonlyMap<number, Pending>;
  /** How long the import may take is looked at elsewhere. */
  readonly isReady: () => boolean;
  readonly silentMs: number;
  readonly ping: () => void;
  readonly onSilent: () => void;
}) => {
  let timer: NodeJS.Timeout | undefined;
  // Counted in ticks of this thread, so that a machine that stood still as a whole blames nobody.
  let silent: number | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    silent = undefined;
  };
  const tick = (): void => {
    if (input.pending.size === 0) return stop();
    const isOverdue = [...input.pending.values()].some(({ overdue }) => overdue);
    if (!isOverdue || !input.isReady()) return undefined;
    if (silent === undefined) {
      silent = 0;
      return input.ping();
    }
    silent += 1;
    return silent * tickMs >= input.silentMs ? input.onSilent() : undefined;
  };
  return {
    begin: (): void => {
      timer ??= setInterval(tick, tickMs);
    },
    hear: (): void => {
      silent = undefined;
    },
  };
};

type Inside = ReturnType<typeof startWorker> & {
  readonly pending: Map<number, Pending>;
  readonly limits: ThreadLimits;
};

/** Answers what the thread asks back about one of its questions. */
const reply = async (
  { worker, port, counts, pending }: Inside,
  message: Extract<FromThread, { kind: 'event' }>,
): Promise<void> => {
  const { id, event, about } = message;
  const answered = async (): Promise<Answer> => {
    try {
      return { ok: true, value: await pending.get(id)?.onEvent?.(about) };
    } catch (thrown) {
      return { ok: false, message: messageOf(thrown) };
    }
  };
  const send = (answer: Answer): void => {
    if (!message.atOnce) return worker.postMessage({ kind: 'reply', event, answer } satisfies ToThread, []);
    port.postMessage(answer, []);
    Atomics.add(counts, places.replied, 1);
    Atomics.notify(counts, places.replied);
    return undefined;
  };
  const answer = await answered();
  try {
    send(answer);
  } catch (thrown) {
    // It is no plain data.
    send({ ok: false, message: messageOf(thrown) });
  }
};

/** Asks and waits; who asks is told when the thread ends meanwhile. */
const createAsk =
  (inside: Inside, begin: (settle: (told: Told) => void) => number | undefined, watch: () => void) =>
  ({ question, signal, limitMs, onEvent }: Question): Promise<Told> =>
    new Promise((resolve) => {
      const id = begin(resolve);
      if (id === undefined) return;
      const { pending, worker } = inside;
      const isDue = (): void => {
        const one = pending.get(id);
        if (one !== undefined) one.overdue = true;
      };
      const abort = (): void => {
        isDue();
        worker.postMessage({ kind: 'abort', id } satisfies ToThread, []);
      };
      const timer = signal === undefined ? setTimeout(isDue, limitMs) : undefined;
      const settle = (told: Told): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        pending.delete(id);
        resolve(told);
      };
      pending.set(id, { settle, onEvent, overdue: false });
      watch();
      try {
        worker.postMessage({ kind: 'ask', id, question, atOnce: false } satisfies ToThread, []);
        if (signal?.aborted === true) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      } catch (thrown) {
        settle({ ok: false, message: messageOf(thrown) });
      }
    });

/** What a thread answered that the engine stood still for. */
const readAtOnce = ({ port }: Inside, id: number): Told => {
  for (;;) {
    const message: unknown = receiveMessageOnPort(port)?.message;
    if (message === undefined) return { ok: false, message: 'The answer is missing.' };
    if (!isObject(message) || message['id'] !== id) continue;
    const answer = answerSchema.safeParse(message['answer']);
    return answer.success ? answer.data : { ok: false, message: 'The answer is none.' };
  }
};

const seconds = (ms: number): string => `${ms / 1000} seconds`;

const whySilent = 'It did not answer in time and gave no sign of life, as in a loop without end.';
const whyExit = 'It ended the process.';
const whyClosed = 'It was closed.';

/** Whether a thread has imported its code, and how it ended; it ends once. */
const createLife = (inside: Inside, input: ThreadInput) => {
  const { worker, pending, forget, counts, limits } = inside;
  let ended: string | undefined;
  let isReady = false;
  let tell: (ready: Awaited<Thread['ready']>) => void = () => undefined;
  const ready = new Promise<Awaited<Thread['ready']>>((resolve) => {
    tell = resolve;
  });
  const begunAt = (id: number): boolean => id <= Atomics.load(counts, places.begun);
  const end = (why: string): void => {
    if (ended !== undefined) return;
    ended = why;
    clearTimeout(loading);
    forget();
    tell({ ok: false, why });
    for (const [id, { settle }] of pending) settle({ ok: 'ended', why, begun: begunAt(id) });
    // A thread in code of the system ends later than asked; nobody waits for that.
    void worker.terminate();
    if (why !== whyClosed) input.onEnd(why);
  };
  const late = `Its import has not ended after ${seconds(limits.loadMs)}. Do nothing but define the plugin when it is imported.`;
  const loading = setTimeout(() => end(late), limits.loadMs);
  return {
    ready,
    begunAt,
    end,
    ended: () => ended,
    isReady: () => isReady,
    begin: (about: unknown): void => {
      isReady = true;
      clearTimeout(loading);
      forget();
      tell({ ok: true, about });
    },
  };
};

type Life = ReturnType<typeof createLife>;

/** Hears what a thread says and how it ends. */
const listen = (inside: Inside, life: Life, input: ThreadInput & { readonly onSign: () => void }): void => {
  const { worker, pending, limits } = inside;
  const hear = (message: FromThread): void => {
    input.onSign();
    if (message.kind === 'ready') life.begin(message.about);
    else if (message.kind === 'answer') pending.get(message.id)?.settle(message.answer);
    else if (message.kind === 'event') void reply(inside, message);
    else if (message.kind === 'said') input.onSaid(message.about);
    else if (message.kind === 'stray') input.onStray(message.message);
  };
  worker.on('message', (message: unknown) => {
    const read = fromThreadSchema.safeParse(message);
    try {
      if (read.success) hear(read.data);
    } catch (thrown) {
      // What the code says may be odd enough to break who hears it.
      input.onStray(messageOf(thrown));
    }
  });
  worker.on('error', (thrown: unknown) => {
    const atImport = `It throws when it is imported: ${messageOf(thrown)}`;
    life.end(life.isReady() ? whyOf(thrown, limits) : atImport);
  });
  worker.on('exit', () => {
    const atImport = 'It ends the process when it is imported, or waits for what never comes.';
    life.end(life.isReady() ? whyExit : atImport);
  });
};

/** Asks and stands still until the thread has answered. */
const createAskAtOnce =
  (inside: Inside, life: Life, next: () => number) =>
  (question: unknown): Told => {
    const { worker, counts, limits } = inside;
    const known = life.ended();
    if (known !== undefined) return { ok: 'ended', why: known, begun: false };
    const id = next();
    const before = Atomics.load(counts, places.answered);
    try {
      worker.postMessage({ kind: 'ask', id, question, atOnce: true } satisfies ToThread, []);
    } catch (thrown) {
      return { ok: false, message: messageOf(thrown) };
    }
    // One that has just been started again imports its code first.
    Atomics.wait(counts, places.imported, 0, limits.restartMs);
    const limitMs = limits.atOnceMs;
    const waited = Atomics.wait(counts, places.answered, before, limitMs);
    const isGone = Atomics.load(counts, places.answered) === goneId;
    if (waited !== 'timed-out' && !isGone) return readAtOnce(inside, id);
    const why = isGone ? whyExit : `It did not answer within ${seconds(limitMs)}.`;
    const begun = life.begunAt(id);
    life.end(why);
    return { ok: 'ended', why, begun };
  };

/** Starts a thread for code of others. */
export const startThread = (input: ThreadInput): Thread => {
  const { limits } = input;
  const inside: Inside = { ...startWorker(input), pending: new Map(), limits };
  const { worker, pending } = inside;
  const life = createLife(inside, input);
  const watch = createWatch({
    pending,
    isReady: life.isReady,
    silentMs: limits.silentMs,
    ping: () => worker.postMessage({ kind: 'ping' } satisfies ToThread, []),
    onSilent: () => life.end(whySilent),
  });
  listen(inside, life, { ...input, onSign: watch.hear });
  let ids = 0;
  const next = (): number => (ids += 1);
  const begin = (settle: (told: Told) => void): number | undefined => {
    const why = life.ended();
    if (why === undefined) return next();
    settle({ ok: 'ended', why, begun: false });
    return undefined;
  };
  return {
    ready: life.ready,
    ask: createAsk(inside, begin, watch.begin),
    askAtOnce: createAskAtOnce(inside, life, next),
    end: async () => {
      life.end(whyClosed);
      await worker.terminate();
    },
  };
};

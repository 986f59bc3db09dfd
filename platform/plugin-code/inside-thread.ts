import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import { messageOf } from '../../domain/errors.ts';
import {
  type Answer,
  answerSchema,
  goneId,
  type FromThread,
  places,
  type ThreadStart,
  type ToThread,
} from './thread-messages.ts';

/** What code in a thread has while it works on one question. */
export type Asking = {
  /** Aborted when the time of the question is up. */
  readonly signal: AbortSignal;
  /** Asks the engine, and waits. */
  readonly ask: (about: unknown) => Promise<unknown>;
  /** The same, standing still. */
  readonly askAtOnce: (about: unknown) => unknown;
};

/** Says something to the engine. */
export type Say = (about: unknown) => void;

const backLimitMs = 10_000;

const answerOf = (value: unknown): Answer => ({ ok: true, value });
const failureOf = (thrown: unknown): Answer => ({ ok: false, message: messageOf(thrown) });

const valueOf = (answer: Answer): unknown => {
  if (answer.ok) return answer.value;
  throw new Error(answer.message);
};

/** Both ways between the code in this thread and the engine. */
const createWays = (start: ThreadStart) => {
  const { counts, port } = start;
  const waiting = new Map<number, (answer: Answer) => void>();
  let events = 0;
  const post = (message: FromThread): void => parentPort?.postMessage(message, []);
  const asking = (id: number, signal: AbortSignal): Asking => ({
    signal,
    ask: async (about) => {
      events += 1;
      const event = events;
      const answered = new Promise<Answer>((resolve) => waiting.set(event, resolve));
      post({ kind: 'event', id, event, about, atOnce: false });
      return valueOf(await answered);
    },
    askAtOnce: (about) => {
      events += 1;
      const before = Atomics.load(counts, places.replied);
      post({ kind: 'event', id, event: events, about, atOnce: true });
      Atomics.wait(counts, places.replied, before, backLimitMs);
      const read = answerSchema.safeParse(receiveMessageOnPort(port)?.message);
      if (!read.success) throw new Error('The engine did not answer.');
      return valueOf(read.data);
    },
  });
  return { post, waiting, asking };
};

/** Gives an answer away; what cannot be copied is told instead. */
const give = (send: (answer: Answer) => void, answer: Answer): void => {
  try {
    send(answer);
  } catch (thrown) {
    send({ ok: false, message: `The answer is no plain data: ${messageOf(thrown)}` });
  }
};

/**
 * Answers the questions of the engine in a thread of its own. First it waits for what importing the code left behind; what fails until then
 * ends the thread, and what fails by itself later is told to the engine.
 */
export const answerQuestions = async (input: {
  readonly about: unknown;
  readonly answer: (question: unknown, asking: Asking, say: Say) => unknown;
}): Promise<void> => {
  const start: ThreadStart = workerData;
  const { counts, port } = start;
  const { post, waiting, asking } = createWays(start);
  const running = new Map<number, AbortController>();
  const say: Say = (about) => post({ kind: 'said', about });

  const atOnce = (id: number, question: unknown): void => {
    const send = (answer: Answer): void => port.postMessage({ id, answer });
    try {
      give(send, answerOf(input.answer(question, asking(id, new AbortController().signal), say)));
    } catch (thrown) {
      send(failureOf(thrown));
    }
    Atomics.store(counts, places.answered, id);
    Atomics.notify(counts, places.answered);
  };
  const later = async (id: number, question: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    const send = (answer: Answer): void => post({ kind: 'answer', id, answer });
    try {
      give(send, answerOf(await input.answer(question, asking(id, controller.signal), say)));
    } catch (thrown) {
      send(failureOf(thrown));
    } finally {
      running.delete(id);
    }
  };
  const hear = (message: ToThread): void => {
    if (message.kind === 'ping') return post({ kind: 'pong' });
    if (message.kind === 'abort') return running.get(message.id)?.abort();
    if (message.kind === 'reply') {
      waiting.get(message.event)?.(message.answer);
      waiting.delete(message.event);
      return undefined;
    }
    Atomics.store(counts, places.begun, message.id);
    if (message.atOnce) atOnce(message.id, message.question);
    else void later(message.id, message.question);
    return undefined;
  };

  await new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
  process.on('exit', () => {
    // Who stands still for an answer waits for none.
    Atomics.store(counts, places.answered, goneId);
    Atomics.notify(counts, places.answered);
  });
  Atomics.store(counts, places.imported, 1);
  Atomics.notify(counts, places.imported);
  process.on('uncaughtException', (thrown) => post({ kind: 'stray', message: messageOf(thrown) }));
  parentPort?.on('message', hear);
  post({ kind: 'ready', about: input.about });
};

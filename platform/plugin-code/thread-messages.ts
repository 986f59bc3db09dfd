import type { MessagePort } from 'node:worker_threads';
import { z } from 'zod';

/** What a thread is started with. */
export type ThreadStart = {
  /** Shared with the thread: what stands where is in `places`. */
  readonly counts: Int32Array;
  /** Answers that the other side stands still for. */
  readonly port: MessagePort;
};

/**
 * The places of `ThreadStart.counts`: the last question that was answered at once, the last that was begun, how many answers came back, and whether
 * the code is imported (1).
 */
export const places = { answered: 0, begun: 1, replied: 2, imported: 3, size: 4 } as const;

/** Stands in `answered` for a thread that ended. */
export const goneId = -1;

/** What goes into a thread. Ids count up from 1 and questions are begun in their order. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly question: unknown; readonly atOnce: boolean }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'reply'; readonly event: number; readonly answer: Answer }
  | { readonly kind: 'ping' };

export const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export type Answer = z.infer<typeof answerSchema>;

const ids = { id: z.number() };

/** What comes out of a thread: code of others may have sent it. */
export const fromThreadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), about: z.unknown() }),
  z.object({ kind: z.literal('answer'), ...ids, answer: answerSchema }),
  /** It asks back while it works on a question, and waits: `atOnce` standing still. */
  z.object({
    kind: z.literal('event'),
    ...ids,
    event: z.number(),
    about: z.unknown(),
    atOnce: z.boolean(),
  }),
  z.object({ kind: z.literal('said'), about: z.unknown() }),
  /** An error that nothing waits for. */
  z.object({ kind: z.literal('stray'), message: z.string() }),
  z.object({ kind: z.literal('pong') }),
]);

export type FromThread = z.infer<typeof fromThreadSchema>;

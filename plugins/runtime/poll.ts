import { z } from 'zod';

import { messageOf } from '../../domain/errors.ts';
import { failureIn } from './auth/failure-in.ts';
import type { Cursor } from '../contract/inbound/poll.ts';
import { createSignedHttp } from './auth/signed-http.ts';
import type { Instances, LiveInstance } from './instances.ts';
import { type ReadFound, readFound } from './read-found.ts';
import { withinTime } from './within-time.ts';

/** A poll of one configured instance. */
export type PollPlace = { readonly tenant: string; readonly instance: string; readonly poll: string };

/** What a look came to: what was found, or that it is to be repeated. */
export type Looked =
  | (Extract<ReadFound, { kind: 'events' }> & { readonly cursor: Cursor; readonly more: boolean })
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly afterMs?: number;
    };

const CURSOR_MAX = 64_000;
const GRACE_MS = 5_000;

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    found: z.array(z.looseObject({ type: z.string() })).max(1_000),
    cursor: z.json(),
    more: z.boolean().optional(),
  }),
  z.object({
    kind: z.enum(['rejected', 'retry', 'unknown']),
    code: z.string(),
    message: z.string(),
    afterMs: z.number().optional(),
  }),
]);

const readAnswer = (live: LiveInstance, answer: unknown): Looked => {
  const misbehaved = (message: string): Looked => ({
    kind: 'failed',
    code: 'plugin-misbehaved',
    message: live.redactor.text(message).slice(0, 2_000),
  });
  const read = answerSchema.safeParse(answer);
  if (!read.success) return misbehaved(`A look answered what it must not: ${read.error.message}`);
  if (read.data.kind !== 'done') {
    const { code, message, afterMs } = read.data;
    const after = afterMs === undefined ? {} : { afterMs };
    return { kind: 'failed', code, message: live.redactor.text(message).slice(0, 2_000), ...after };
  }
  const { found, cursor, more = false } = read.data;
  if (JSON.stringify(cursor).length > CURSOR_MAX) return misbehaved('The cursor has more than 64 KB.');
  const made = readFound({ live, found, unnamed: undefined });
  return made.kind === 'failed' ? made : { ...made, cursor, more };
};

/** Makes the looks at providers that tell nothing by themselves. None throws. */
export const createPoll = (instances: Instances) => ({
  /** The polls of all working instances, each with how often it looks. */
  polls: (): readonly (PollPlace & { readonly everyMs: number })[] =>
    instances
      .live()
      .flatMap(({ tenant, instance, bound }) =>
        [...bound.polls].map(([poll, { everyMs }]) => ({ tenant, instance, poll, everyMs })),
      ),

  /** One look, from a cursor on. */
  look: async (
    input: PollPlace & { cursor: Cursor | undefined; now: number; systemTime: number },
  ): Promise<Looked> => {
    const { tenant, instance, cursor, now, systemTime } = input;
    const live = instances.find(input);
    const poll = live?.state === 'live' ? live.bound.polls.get(input.poll) : undefined;
    if (live?.state !== 'live' || poll === undefined) {
      return {
        kind: 'failed',
        code: 'instance-off',
        message: 'There is no such poll, or its instance is off.',
      };
    }
    const { log, redactor, send, authorization } = live;
    const end = await withinTime({
      run: (signal) =>
        poll.run(
          {
            tenant,
            instance,
            log,
            signal,
            now,
            systemTime,
            http: createSignedHttp({ send, signal, authorization, mayRepeat: true }),
            failure: (answer) => failureIn({ live, answer, effect: { effect: 'read' }, now: systemTime }),
          },
          cursor,
        ),
      timeoutMs: poll.timeoutMs,
      graceMs: GRACE_MS,
    });
    if (end.kind === 'returned') return readAnswer(live, end.value);
    const message =
      end.kind === 'threw' ? redactor.text(messageOf(end.thrown)).slice(0, 2_000) : 'The look took too long.';
    return { kind: 'failed', code: end.kind === 'threw' ? 'poll-failed' : 'timeout', message };
  },
});

import { CicloError } from '../../domain/errors.ts';
import type { Question, Thread, ThreadInput } from './thread.ts';

/** How often the thread of a guest may end by itself within a time, until the guest is off. */
export const usualEnds = { most: 3, withinMs: 600_000 } as const;

export type EndsLimit = { readonly most: number; readonly withinMs: number };

/** Code of others that is asked in its thread, which is started when it is needed. */
export type Guest = {
  /** Rejects with what the code threw, or with the error of a call that did not come to its end (`CallLost`). */
  readonly ask: (question: Question) => Promise<unknown>;
  /** The same, standing still; throws. */
  readonly askAtOnce: (question: unknown) => unknown;
  /** Why it is off; undefined while it is not. */
  readonly off: () => string | undefined;
  /** The thread that runs, as a number that counts up; undefined while none does. */
  readonly running: () => number | undefined;
  readonly end: () => Promise<void>;
};

/**
 * Makes a guest. A thread that ends by itself is started again at the next question; one that did so too often within a time is off and is
 * asked no more. `lost` makes the error of a call that the thread did not live to answer.
 */
export const createGuest = (input: {
  readonly start: (hear: Pick<ThreadInput, 'onEnd'>) => Thread;
  /** A thread that has been started already. */
  readonly first?: Thread | undefined;
  readonly ends: EndsLimit;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onEnd: (end: { readonly why: string; readonly isOff: boolean }) => void;
  readonly lost: (lost: { readonly why: string; readonly begun: boolean; readonly isOff: boolean }) => Error;
}): Guest & { readonly onEnd: (why: string) => void } => {
  const { ends, now, lost } = input;
  let thread = input.first;
  let starts = 0;
  let ended: readonly number[] = [];
  let off: string | undefined;

  const onEnd = (why: string): void => {
    thread = undefined;
    ended = [...ended.filter((at) => now() - at < ends.withinMs), now()];
    if (ended.length >= ends.most) {
      off = `Its thread ended ${ended.length} times within ${ends.withinMs / 60_000} minutes. The last time: ${why}`;
    }
    input.onEnd({ why, isOff: off !== undefined });
  };
  const threadNow = (): Thread => {
    if (off !== undefined) throw lost({ why: off, begun: false, isOff: true });
    if (thread === undefined) {
      starts += 1;
      thread = input.start({ onEnd });
    }
    return thread;
  };
  const valueOf = (told: Awaited<ReturnType<Thread['ask']>>): unknown => {
    if (told.ok === true) return told.value;
    if (told.ok === 'ended') throw lost({ why: told.why, begun: told.begun, isOff: off !== undefined });
    throw new CicloError({ code: 'plugin-misbehaved', message: told.message });
  };
  return {
    onEnd,
    ask: async (question) => valueOf(await threadNow().ask(question)),
    askAtOnce: (question) => valueOf(threadNow().askAtOnce(question)),
    off: () => off,
    running: () => (thread === undefined ? undefined : starts),
    end: async () => {
      const running = thread;
      thread = undefined;
      await running?.end();
    },
  };
};

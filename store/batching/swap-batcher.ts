import { randomBytes } from 'node:crypto';

import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';
import { failedBeforeSending, failureError, failuresOf } from './write-errors.ts';

/** A write of one document that changes it only under a condition; see `ifAt`. */
export type Swap<Op> = {
  readonly id: string;
  /** Makes the operation; if it changes anything, it has to write `token` into the field `writer`. */
  readonly op: (token: string) => Op;
};

type Answer = 'swapped' | 'conflict' | Error;

/**
 * Carries out conditional writes in groups. The database answers a group with how many it changed; when not all
 * were, the `writer` of each document tells whose write stands. That may take a write for lost that was
 * overtaken right after it: harmless, since who is told of a conflict reads and decides anew.
 */
export const createSwapBatcher = <Op>(input: {
  turns: Turns;
  /** Unordered; answers how many were changed. */
  bulkWrite: (ops: Op[]) => Promise<{ readonly modifiedCount: number }>;
  writers: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}): Batcher<Swap<Op>, 'swapped' | 'conflict'> => {
  const process = randomBytes(9).toString('base64url');
  let count = 0;
  const nextToken = (): string => {
    count += 1;
    return `${process}${count.toString(36)}`;
  };

  const batch = createBatcher<{ id: string; token: string; op: Op }, Answer>({
    turns: input.turns,
    splits: failedBeforeSending,
    run: async (items) => {
      const answers = items.map((): Answer => 'swapped');
      let failed = 0;
      let changed: number | undefined;
      try {
        changed = (await input.bulkWrite(items.map((item) => item.op))).modifiedCount;
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          failed += 1;
          answers[failure.index] = failure.code === 11_000 ? 'conflict' : failureError(failure);
        }
      }
      if (changed === items.length || (items.length === 1 && failed === 1)) return answers;
      if (items.length === 1) return ['conflict'];
      const writers = await input.writers(items.map((item) => item.id));
      return answers.map((answer, index) => {
        const item = items[index];
        if (answer !== 'swapped' || item === undefined) return answer;
        return writers.get(item.id) === item.token ? 'swapped' : 'conflict';
      });
    },
  });

  return async ({ id, op }) => {
    const token = nextToken();
    const answer = await batch({ id, token, op: op(token) });
    if (answer instanceof Error) throw answer;
    return answer;
  };
};

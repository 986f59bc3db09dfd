import { randomBytes } from 'node:crypto';

import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';
import { failedBeforeSending, failureError, failuresOf, isDuplicateFailure } from './write-errors.ts';

/** A write of one document at a revision: its filter names `_id` and `rev`, so that it finds nothing at another. */
export type CompareAndSet<Op> = {
  readonly id: string;
  /** Makes the operation; it has to write `token` into the field `writer`. */
  readonly op: (token: string) => Op;
};

type Answer = 'set' | 'conflict' | Error;

/**
 * Carries out compare-and-sets in groups. The database answers a group with how many documents its filters
 * found; when not all were, the `writer` of each document tells whose write stands. How a server counts changes
 * does not matter. A write may be taken for lost that was overtaken right after it: harmless, since who is told
 * of a conflict reads and decides again.
 */
export const createCompareAndSetBatcher = <Op>(input: {
  turns: Turns;
  /** Unordered; answers how many documents the filters found. */
  bulkWrite: (ops: Op[]) => Promise<{ readonly matchedCount: number }>;
  writers: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}): Batcher<CompareAndSet<Op>, 'set' | 'conflict'> => {
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
      const answers = items.map((): Answer => 'set');
      let failed = 0;
      let found: number | undefined;
      try {
        found = (await input.bulkWrite(items.map((item) => item.op))).matchedCount;
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          failed += 1;
          answers[failure.index] = isDuplicateFailure(failure) ? 'conflict' : failureError(failure);
        }
      }
      if (found === items.length || (items.length === 1 && failed === 1)) return answers;
      if (items.length === 1) return ['conflict'];
      const writers = await input.writers(items.map((item) => item.id));
      return answers.map((answer, index) => {
        const item = items[index];
        if (answer !== 'set' || item === undefined) return answer;
        return writers.get(item.id) === item.token ? 'set' : 'conflict';
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

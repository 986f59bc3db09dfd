import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';
import type { WriteFailure } from '../collections/refused-write.ts';
import { failedBeforeSending, failureError, failuresOf, isDuplicateFailure } from './write-errors.ts';

const triesMax = 3;

/**
 * Carries out updates in groups whose answers nobody needs. Of two that would add the same document at once
 * one is refused by the database; it is done again, and finds the document.
 */
export const createUpdateBatcher = <Op>(input: {
  turns: Turns;
  bulkWrite: (ops: Op[]) => Promise<unknown>;
}): Batcher<Op, void> => {
  const batch = createBatcher<Op, WriteFailure | undefined>({
    turns: input.turns,
    splits: failedBeforeSending,
    run: async (ops) => {
      const answers = ops.map((): WriteFailure | undefined => undefined);
      try {
        await input.bulkWrite([...ops]);
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) answers[failure.index] = failure;
      }
      return answers;
    },
  });
  return async (op) => {
    for (let tries = 1; ; tries += 1) {
      const failure = await batch(op);
      if (failure === undefined) return;
      if (!isDuplicateFailure(failure) || tries === triesMax) throw failureError(failure);
    }
  };
};

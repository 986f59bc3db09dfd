import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';
import { failedBeforeSending, failureError, failuresOf, isDuplicateFailure } from './write-errors.ts';

/** What became of an insert: `duplicate` when a unique index has such a document already. */
export type Inserted = 'inserted' | 'duplicate';

/** Inserts documents in groups. `insertMany` must be unordered. */
export const createInsertBatcher = <Doc>(input: {
  turns: Turns;
  insertMany: (docs: Doc[]) => Promise<unknown>;
}): Batcher<Doc, Inserted> => {
  const batch = createBatcher<Doc, Inserted | Error>({
    turns: input.turns,
    splits: failedBeforeSending,
    run: async (docs) => {
      const answers = docs.map((): Inserted | Error => 'inserted');
      try {
        await input.insertMany([...docs]);
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          answers[failure.index] = isDuplicateFailure(failure) ? 'duplicate' : failureError(failure);
        }
      }
      return answers;
    },
  });
  return async (doc) => {
    const answer = await batch(doc);
    if (answer instanceof Error) throw answer;
    return answer;
  };
};

import { indexNamed } from '../errors.ts';
import { type Batcher, createBatcher } from './batcher.ts';
import type { Turns } from './turns.ts';
import { failedBeforeSending, failureError, failuresOf } from './write-errors.ts';

/** What became of an insert; `index` is the unique index that has such a document already. */
export type Inserted = { readonly kind: 'inserted' } | { readonly kind: 'duplicate'; readonly index: string };

const inserted: Inserted = { kind: 'inserted' };

type Failed = { readonly kind: 'failed'; readonly error: Error };

/** Inserts documents in groups. `insertMany` must be unordered. */
export const createInsertBatcher = <Doc>(input: {
  turns: Turns;
  insertMany: (docs: Doc[]) => Promise<unknown>;
}): Batcher<Doc, Inserted> => {
  const batch = createBatcher<Doc, Inserted | Failed>({
    turns: input.turns,
    splits: failedBeforeSending,
    run: async (docs) => {
      const answers = docs.map((): Inserted | Failed => inserted);
      try {
        await input.insertMany([...docs]);
      } catch (thrown) {
        for (const failure of failuresOf(thrown)) {
          answers[failure.index] =
            failure.code === 11_000
              ? { kind: 'duplicate', index: indexNamed(failure.message) }
              : { kind: 'failed', error: failureError(failure) };
        }
      }
      return answers;
    },
  });
  return async (doc) => {
    const answer = await batch(doc);
    if (answer.kind === 'failed') throw answer.error;
    return answer;
  };
};

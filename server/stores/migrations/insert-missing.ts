import type { mongo } from 'mongoose';

import {
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';

/** Inserts what is not there yet. */
export const insertMissing = async <Doc extends mongo.Document>(input: {
  collection: mongo.Collection<Doc>;
  docs: mongo.OptionalUnlessRequiredId<Doc>[];
}): Promise<void> => {
  if (input.docs.length === 0) return;
  try {
    await input.collection.insertMany(input.docs, { ordered: false });
  } catch (thrown) {
    const other = failuresOf(thrown).find((failure) => !isDuplicateFailure(failure));
    if (other !== undefined) throw failureError(other);
  }
};

import type { Posting } from '../../../domain/offers/redemptions/posting.ts';
import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { failuresOf, isDuplicateFailure } from '../../../platform/mongo/batching/write-errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { PostingDoc } from './ledger-schema.ts';

/** Adds postings of an account to the collection of all; one that is there stays as it is. */
export const copyPending = async (input: {
  postings: Pick<Collection<PostingDoc>, 'insertMany'>;
  pending: readonly Posting[];
}): Promise<void> => {
  const { postings, pending } = input;
  if (pending.length === 0) return;
  const docs = pending.map((posting) => ({ ...posting, _id: keyOf(posting.tenant, posting.id) }));
  try {
    await postings.insertMany(docs, { ordered: false });
  } catch (thrown) {
    if (!failuresOf(thrown).every(isDuplicateFailure)) throw thrown;
  }
};

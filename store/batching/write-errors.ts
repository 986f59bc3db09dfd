import { mongo } from 'mongoose';

import { CicloError } from '../../domain/errors.ts';

/** What became of one write of several that failed on its own. */
export type WriteFailure = { readonly index: number; readonly code: number; readonly message: string };

/** True for what the client could not put on the wire: nothing of the group was written. */
export const failedBeforeSending = (thrown: unknown): boolean =>
  thrown instanceof mongo.BSON.BSONError ||
  thrown instanceof RangeError ||
  (thrown instanceof mongo.MongoInvalidArgumentError && /size|large/i.test(thrown.message));

/**
 * The writes of an unordered group that failed, each by its place; all others were carried out. Throws what
 * was thrown if that cannot be known.
 */
export const failuresOf = (thrown: unknown): readonly WriteFailure[] => {
  if (!(thrown instanceof mongo.MongoBulkWriteError)) throw thrown;
  const concern = thrown.result.getWriteConcernError();
  if (concern !== undefined) {
    throw new CicloError({ code: 'unavailable', message: 'Not known to be stored.', cause: thrown });
  }
  const errors = Array.isArray(thrown.writeErrors) ? thrown.writeErrors : [thrown.writeErrors];
  if (errors.length === 0) throw thrown;
  return errors.map(({ index, code, errmsg }) => ({ index, code, message: errmsg ?? '' }));
};

/** The error of a write that failed otherwise than by a duplicate key. */
export const failureError = (failure: WriteFailure): CicloError => {
  const code = failure.code === 10_334 ? 'too-large' : 'internal';
  return new CicloError({ code, message: `The database refused: ${failure.message}` });
};

import { mongo } from 'mongoose';

import { CicloError } from '../../../domain/errors.ts';
import { RefusedWrite, type WriteFailure } from '../collections/refused-write.ts';
import { isDuplicateCode, meaningOf } from '../server-codes.ts';

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
  if (thrown instanceof RefusedWrite && thrown.failures.length > 0) return thrown.failures;
  if (!(thrown instanceof mongo.MongoBulkWriteError)) throw thrown;
  const concern = thrown.result.getWriteConcernError();
  if (concern !== undefined) {
    throw new CicloError({ code: 'unavailable', message: 'Not known to be stored.', cause: thrown });
  }
  const errors = Array.isArray(thrown.writeErrors) ? thrown.writeErrors : [thrown.writeErrors];
  if (errors.length === 0) throw thrown;
  return errors.map(({ index, code, errmsg }) => ({ index, code, message: errmsg ?? '' }));
};

/** True when a unique index had such a document already. */
export const isDuplicateFailure = (failure: WriteFailure): boolean => isDuplicateCode(failure.code);

/** The error of a write that failed otherwise than by a duplicate key. */
export const failureError = (failure: WriteFailure): CicloError =>
  new CicloError({
    code: meaningOf(failure.code),
    message: `The database refused: ${failure.message}`,
    cause: failure,
  });

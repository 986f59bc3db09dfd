import { mongo, MongooseError } from 'mongoose';

import { CicloError, messageOf } from '../domain/errors.ts';

/** The server is going away, or is no longer the one that writes: trying again reaches another, or the same later. */
const goingAway: ReadonlySet<number | string> = new Set([
  6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

const isLost = (thrown: unknown): boolean =>
  thrown instanceof mongo.MongoNetworkError ||
  thrown instanceof mongo.MongoServerSelectionError ||
  thrown instanceof mongo.MongoNotConnectedError ||
  thrown instanceof mongo.MongoTopologyClosedError ||
  thrown instanceof mongo.MongoClientClosedError ||
  thrown instanceof mongo.MongoExpiredSessionError ||
  (thrown instanceof mongo.MongoDriverError && /connection pool|timed out/i.test(thrown.message)) ||
  (thrown instanceof mongo.MongoError && thrown.hasErrorLabel('RetryableWriteError')) ||
  (thrown instanceof mongo.MongoServerError && goingAway.has(thrown.code ?? 0)) ||
  // Mongoose's own refusals: no connection yet, or none any more.
  (thrown instanceof MongooseError && /connect|buffering/i.test(thrown.message));

const isTooLarge = (thrown: unknown): boolean =>
  (thrown instanceof mongo.MongoServerError && thrown.code === 10334) ||
  (thrown instanceof mongo.MongoError && /too large|maxBsonObjectSize/i.test(thrown.message)) ||
  (thrown instanceof RangeError && /out of range|larger than/i.test(thrown.message));

/** The error itself: a group of writes that failed as a whole, such as by a lost connection, comes wrapped. */
const unwrapped = (thrown: unknown): unknown =>
  thrown instanceof mongo.MongoBulkWriteError && thrown.errorResponse instanceof Error
    ? thrown.errorResponse
    : thrown;

/**
 * What the driver threw as an error of ours: `unavailable` when the database could not be reached or did not
 * answer in time, `timeout` when it gave up itself, `invalid-input` for what cannot be stored, else `internal`.
 */
export const toCicloError = (error: unknown): CicloError => {
  const thrown = unwrapped(error);
  if (thrown instanceof CicloError) return thrown;
  if (isLost(thrown)) {
    return new CicloError({ code: 'unavailable', message: 'The database cannot be reached.', cause: thrown });
  }
  if (isTooLarge(thrown)) {
    return new CicloError({ code: 'too-large', message: 'Too large for one document.', cause: thrown });
  }
  if (thrown instanceof mongo.BSON.BSONError) {
    const message = `Cannot be stored: ${thrown.message}`;
    return new CicloError({ code: 'invalid-input', message, cause: thrown });
  }
  if (thrown instanceof mongo.MongoServerError && thrown.code === 50) {
    return new CicloError({ code: 'timeout', message: 'The database took too long.', cause: thrown });
  }
  const message = `The database refused: ${messageOf(thrown)}`;
  return new CicloError({ code: 'internal', message, cause: thrown });
};

/** Which unique index said that a document is there already; undefined for any other error. */
export const duplicateIndex = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof mongo.MongoServerError) || thrown.code !== 11_000) return undefined;
  return indexNamed(thrown.message);
};

/** The name of the index in the text of a duplicate key error. */
export const indexNamed = (message: string): string => / index: (\S+)/.exec(message)?.[1] ?? '';

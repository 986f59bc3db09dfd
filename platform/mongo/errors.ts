import { mongo, MongooseError } from 'mongoose';

import { CicloError, messageOf } from '../../domain/errors.ts';
import { RefusedWrite } from './collections/refused-write.ts';
import {
  isDuplicateCode,
  isWriteConflictCode,
  type Meaning,
  meaningOf,
  retryLabels,
} from './server-codes.ts';

const isLost = (thrown: unknown): boolean =>
  thrown instanceof mongo.MongoNetworkError ||
  thrown instanceof mongo.MongoServerSelectionError ||
  thrown instanceof mongo.MongoNotConnectedError ||
  thrown instanceof mongo.MongoTopologyClosedError ||
  thrown instanceof mongo.MongoClientClosedError ||
  thrown instanceof mongo.MongoExpiredSessionError ||
  (thrown instanceof mongo.MongoDriverError && /connection pool|timed out/i.test(thrown.message)) ||
  (thrown instanceof mongo.MongoError && retryLabels.some((label) => thrown.hasErrorLabel(label))) ||
  // Mongoose's own refusals: no connection yet, or none any more.
  (thrown instanceof MongooseError && /connect|buffering|server selection/i.test(thrown.message));

/** What the client itself cannot send, or a server says in words only. */
const isTooLarge = (thrown: unknown): boolean =>
  (thrown instanceof mongo.MongoError && /too large|maxBsonObjectSize/i.test(thrown.message)) ||
  (thrown instanceof RangeError && /out of range|larger than/i.test(thrown.message));

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof mongo.MongoServerError || thrown instanceof RefusedWrite ? thrown.code : undefined;

/** The error itself: a group of writes that failed as a whole, such as by a lost connection, comes wrapped. */
const unwrapped = (thrown: unknown): unknown =>
  thrown instanceof mongo.MongoBulkWriteError && thrown.errorResponse instanceof Error
    ? thrown.errorResponse
    : thrown;

const meaning = (thrown: unknown): Meaning => {
  if (isLost(thrown)) return 'unavailable';
  const said = meaningOf(codeOf(thrown));
  return said === 'internal' && isTooLarge(thrown) ? 'too-large' : said;
};

const sentences: Readonly<Record<Exclude<Meaning, 'internal'>, string>> = {
  unavailable: 'The database cannot be reached.',
  timeout: 'The database took too long.',
  'too-large': 'Too large for one document.',
};

/**
 * What the driver threw as an error of ours: `unavailable` when the database could not be reached, could not
 * promise what was asked or has too much to do; `timeout` when it gave up itself, `too-large` and
 * `invalid-input` for what cannot be stored, else `internal`.
 */
export const toCicloError = (error: unknown): CicloError => {
  const thrown = unwrapped(error);
  if (thrown instanceof CicloError) return thrown;
  const code = meaning(thrown);
  if (code !== 'internal') return new CicloError({ code, message: sentences[code], cause: thrown });
  if (thrown instanceof mongo.BSON.BSONError) {
    const message = `Cannot be stored: ${thrown.message}`;
    return new CicloError({ code: 'invalid-input', message, cause: thrown });
  }
  const message = `The database refused: ${messageOf(thrown)}`;
  return new CicloError({ code, message, cause: thrown });
};

/**
 * True when a unique index has such a document already. Which one is not told, since servers say it each in
 * their own words, or not at all: who needs to know reads.
 */
export const isDuplicate = (thrown: unknown): boolean => isDuplicateCode(codeOf(thrown));

/** True for a write that met another one: nothing of it was done, and the same again at once may succeed. */
export const isWriteConflict = (thrown: unknown): boolean => {
  const cause = thrown instanceof CicloError ? thrown.cause : thrown;
  if (isWriteConflictCode(codeOf(cause))) return true;
  return typeof cause === 'object' && cause !== null && 'code' in cause && isWriteConflictCode(cause.code);
};

import type { ErrorCode } from '../../domain/errors.ts';

/** What an error of the server means to a caller. */
export type Meaning = Extract<ErrorCode, 'unavailable' | 'timeout' | 'too-large' | 'internal'>;

/** A write that met another one: nothing of it was done, and the same again at once finds the other one finished. */
const writeConflicts: ReadonlySet<number> = new Set([
  24, // LockTimeout
  112, // WriteConflict; also what servers on PostgreSQL answer for a deadlock
  246, // SnapshotUnavailable
  251, // NoSuchTransaction
]);

/** The server is going away, is no longer the one that writes, has too much to do, or cannot promise what was asked. */
const unavailable: ReadonlySet<number> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  43, // CursorNotFound: a change of primary between two pages
  63, // StaleShardVersion
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  100, // UnsatisfiableWriteConcern
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  150, // StaleEpoch
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  262, // ExceededTimeLimit
  317, // ConnectionPoolExpired
  365, // TemporarilyUnavailable
  384, // ConnectionError
  462, // IngressRequestRateLimitExceeded
  9001, // SocketException
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_388, // StaleConfig
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
]);

const tooLarge: ReadonlySet<number> = new Set([
  10_334, // BSONObjectTooLarge
  17_280, // KeyTooLong
  17_419, // the document would grow too large by an update
  17_420, // the document would grow too large by a replacement
]);

const timedOut = 50; // MaxTimeMSExpired

/** The labels by which a server says that the same may be tried again. */
export const retryLabels = [
  'RetryableWriteError',
  'RetryableError',
  'SystemOverloadedError',
  'TransientTransactionError',
] as const;

/** True for the code of a unique index that has such a document already. */
export const isDuplicateCode = (code: unknown): boolean => code === 11_000 || code === 11_001;

/** True for the code of a write that met another one and may be done again at once. */
export const isWriteConflictCode = (code: unknown): boolean =>
  typeof code === 'number' && writeConflicts.has(code);

/** What a code of a server means to a caller; `internal` for what should not happen. */
export const meaningOf = (code: unknown): Meaning => {
  if (typeof code !== 'number') return 'internal';
  if (writeConflicts.has(code) || unavailable.has(code)) return 'unavailable';
  if (tooLarge.has(code)) return 'too-large';
  return code === timedOut ? 'timeout' : 'internal';
};

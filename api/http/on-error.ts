import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { CicloError, type ErrorCode, errorTable, messageOf } from '../../domain/errors.ts';
import type { Log } from '../ports/platform.ts';
import type { ApiEnv } from './env.ts';
import { documentOf, headersOf } from './problem.ts';

const codeByStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'invalid-input'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'slow-request'],
  [413, 'too-large'],
  [415, 'invalid-input'],
  [504, 'timeout'],
]);

/** Errors of the framework in our own words; what we did not foresee says nothing of itself. */
const toCicloError = (thrown: unknown): CicloError => {
  if (thrown instanceof CicloError) return thrown;
  const code = thrown instanceof HTTPException ? codeByStatus.get(thrown.status) : undefined;
  if (thrown instanceof HTTPException && code !== undefined) {
    const message =
      thrown.status === 415 ? 'The body must be application/json.' : 'The request cannot be read.';
    return new CicloError({ code, message, cause: thrown });
  }
  return new CicloError({ code: 'internal', message: 'Something went wrong on our side.', cause: thrown });
};

/** The one place where an exception becomes an answer. Only what is our fault is logged as an error. */
export const createOnError =
  (deps: { log: Log }): ErrorHandler<ApiEnv> =>
  (thrown, c) => {
    const error = toCicloError(thrown);
    const requestId = c.get('requestId');
    if (error.status >= 500) {
      const cause = error.cause === undefined ? undefined : messageOf(error.cause);
      deps.log.error(
        { requestId, code: error.code, message: error.message, cause, stack: stackOf(thrown) },
        'A request failed.',
      );
    }
    return c.body(
      JSON.stringify(documentOf(error, requestId)),
      errorTable[error.code].status,
      headersOf(error),
    );
  };

const stackOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && !(thrown instanceof CicloError && thrown.cause === undefined)
    ? thrown.stack
    : undefined;

/** What is answered where there is nothing. */
export const notFound: NotFoundHandler<ApiEnv> = (c) => {
  const error = new CicloError({ code: 'not-found', message: 'There is nothing at this address.' });
  return c.body(JSON.stringify(documentOf(error, c.get('requestId'))), 404, headersOf(error));
};

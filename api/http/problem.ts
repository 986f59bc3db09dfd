import { CicloError, type ErrorCode } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';

const titles: Readonly<Record<ErrorCode, string>> = {
  'invalid-input': 'The request is not valid',
  unauthorized: 'Who is asking?',
  forbidden: 'This key may not do that',
  'sign-in-again': 'Sign in again first',
  'not-found': 'There is no such thing',
  'slow-request': 'The request came too slowly',
  conflict: 'Something else is in the way',
  'precondition-failed': 'It has changed meanwhile',
  'too-large': 'The request is too large',
  unprocessable: 'The request cannot be carried out',
  'rate-limited': 'Too many requests',
  internal: 'Something went wrong on our side',
  'bad-configuration': 'The engine is not set up right',
  'broken-definition': 'A definition is broken',
  'plugin-misbehaved': 'A plugin did something it must not',
  unavailable: 'Not available just now',
  timeout: 'It took too long',
};

/** One problem of a request; its place in a file where it came from one. */
export type RequestProblem = Pick<Problem, 'code' | 'path' | 'message' | 'hint'> &
  Partial<Pick<Problem, 'file' | 'line' | 'column' | 'step' | 'severity'>>;

/** An answer that something is wrong, in the form of RFC 9457. */
export type ProblemDocument = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId?: string;
  readonly problems?: readonly RequestProblem[];
};

/** An error about a request, with everything that is wrong with it. */
export const requestError = (input: {
  code: ErrorCode;
  message: string;
  problems?: readonly RequestProblem[];
  retryAfterMs?: number;
}): CicloError => {
  const { code, message, problems, retryAfterMs } = input;
  return new CicloError({
    code,
    message,
    details: {
      ...(problems === undefined ? {} : { problems }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  });
};

const isText = (value: unknown): value is string => typeof value === 'string';

const isProblem = (value: unknown): value is RequestProblem =>
  isObject(value) &&
  isText(value['code']) &&
  isText(value['path']) &&
  isText(value['message']) &&
  isText(value['hint']);

/** Where in a workspace a problem is, as far as it says. */
const placeOf = (problem: RequestProblem): Partial<RequestProblem> => {
  const { file, line, column, step, severity } = problem;
  return {
    ...(isText(file) ? { file } : {}),
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof column === 'number' ? { column } : {}),
    ...(isText(step) ? { step } : {}),
    ...(isText(severity) ? { severity } : {}),
  };
};

/** The problems an error carries, in the form they are shown. */
const problemsOf = (error: CicloError): readonly RequestProblem[] | undefined => {
  const { problems } = error.details;
  if (!Array.isArray(problems)) return undefined;
  return problems.filter(isProblem).map((problem) => ({
    ...placeOf(problem),
    code: problem.code,
    path: problem.path,
    message: problem.message,
    hint: problem.hint,
  }));
};

/** What an error of ours says to the outside: its code, its sentence, its problems; nothing else of it. */
export const documentOf = (error: CicloError, requestId: string | undefined): ProblemDocument => {
  const problems = problemsOf(error);
  return {
    type: `urn:ciclo:problem:${error.code}`,
    title: titles[error.code],
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(requestId === undefined ? {} : { requestId }),
    ...(problems === undefined ? {} : { problems }),
  };
};

const defaultRetryMs = 1000;

/** The headers that go with an error: when to try again, and how to say who is asking. */
export const headersOf = (error: CicloError): Record<string, string> => {
  const { retryAfterMs } = error.details;
  const waits = error.status === 429 || error.status === 503;
  const ms = typeof retryAfterMs === 'number' ? retryAfterMs : waits ? defaultRetryMs : undefined;
  return {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(ms === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) }),
    ...(error.status === 401 ? { 'www-authenticate': 'Basic realm="ciclo", Bearer realm="ciclo"' } : {}),
  };
};

/** A problem document for statuses that others decided on. */
export const problemDocument = (input: {
  status: number;
  code: string;
  detail: string;
  requestId: string | undefined;
}): ProblemDocument => {
  const { status, code, detail, requestId } = input;
  return {
    type: `urn:ciclo:problem:${code}`,
    title: detail,
    status,
    code,
    detail,
    ...(requestId === undefined ? {} : { requestId }),
  };
};

/** The same as an answer. */
export const problemResponse = (input: Parameters<typeof problemDocument>[0]): Response =>
  new Response(JSON.stringify(problemDocument(input)), {
    status: input.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });

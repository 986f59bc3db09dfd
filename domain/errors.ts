/**
 * Every code an exception of this project can carry, with the HTTP status it answers and whether trying the
 * same thing again can help. Expected outcomes (capped, suppressed, quiet hours) are values, not errors.
 */
export const errorTable = {
  'invalid-input': { status: 400, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  'sign-in-again': { status: 403, retryable: false },
  'not-found': { status: 404, retryable: false },
  'slow-request': { status: 408, retryable: true },
  conflict: { status: 409, retryable: false },
  'precondition-failed': { status: 412, retryable: false },
  'too-large': { status: 413, retryable: false },
  unprocessable: { status: 422, retryable: false },
  'rate-limited': { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  'bad-configuration': { status: 500, retryable: false },
  'broken-definition': { status: 500, retryable: false },
  'plugin-misbehaved': { status: 502, retryable: false },
  unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errorTable;

/** The one exception class: a code from the table, a sentence for people, and details without secrets. */
export class CicloError extends Error {
  override readonly name = 'CicloError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(input: {
    code: ErrorCode;
    message: string;
    details?: Readonly<Record<string, unknown>>;
    cause?: unknown;
  }) {
    super(input.message, input.cause === undefined ? {} : { cause: input.cause });
    this.code = input.code;
    this.details = input.details ?? {};
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}

/** That nothing has the id that was named: `notFound('person')` says “There is no such person.” */
export const notFound = (what: string): CicloError =>
  new CicloError({ code: 'not-found', message: `There is no such ${what}.` });

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

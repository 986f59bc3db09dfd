import { type Effect, type Failure, unclear } from '../actions/outcome.ts';

export type HttpRequest = {
  readonly url: string;
  /** GET without a body, POST with one by default. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Give this or `body`. */
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly maxBytes?: number;
  /** Redirects to follow, each checked like a first request. None by default. */
  readonly maxRedirects?: number;
  /** `none`: the request goes without what the plugin's `auth` adds. */
  readonly auth?: 'none';
};

/** What came back. `status` is 0 when no complete answer came; `failure` then says why. */
export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body parsed as JSON, or undefined when it is not JSON. */
  readonly json: unknown;
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    /** False when the request certainly did not reach the provider. */
    readonly sent: boolean;
    /** True when trying again cannot help: a host outside the allow-list, a private address. */
    readonly refused: boolean;
  };
};

/** HTTP to the plugin's own `hosts` and nowhere else. Never throws: a failure is an answer with status 0. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

const DAY_MS = 86_400_000;

/** `Retry-After` in milliseconds, from seconds or a date; a date counts from the answer's own `Date` header. */
export const retryAfterMs = (input: {
  headers: Readonly<Record<string, string>>;
  now: number;
}): number | undefined => {
  const value = input.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), DAY_MS);
  // Date.parse takes almost anything for a date; an HTTP date begins with the day's name.
  const until = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const said = Date.parse(input.headers['date'] ?? '');
  return Math.min(Math.max(until - (Number.isNaN(said) ? input.now : said), 0), DAY_MS);
};

const rejectedCodes: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  410: 'gone',
  413: 'too-large',
  422: 'invalid',
};

/** Statuses that say the provider did not act: asking again is safe for every action. */
const notActedUpon: ReadonlySet<number> = new Set([425, 429]);
const unclearStatuses: ReadonlySet<number> = new Set([408]);

/**
 * The outcome of an answer the action cannot use, by what the action declared about itself:
 * 425 and 429 are always `retry` (the provider says it did not act); 408, 5xx, a lost answer and a 2xx that
 * cannot be read are `retry` where repeating is safe and `unknown` elsewhere; other answers are `rejected`.
 */
export const failureOf = (input: { answer: HttpAnswer; effect: Effect; now: number }): Failure => {
  const { answer, effect } = input;
  if (answer.failure !== undefined) {
    const { code, message, sent, refused } = answer.failure;
    if (refused) return { kind: 'rejected', code, message };
    return sent ? unclear({ effect, code, message }) : { kind: 'retry', code, message };
  }
  const { status } = answer;
  const afterMs = retryAfterMs({ headers: answer.headers, now: input.now });
  const message = `The provider answered ${status}.`;
  if (notActedUpon.has(status)) {
    return { kind: 'retry', code: status === 429 ? 'rate-limited' : 'too-early', message, afterMs };
  }
  if (status >= 500 || unclearStatuses.has(status)) {
    return unclear({ effect, code: `http-${status}`, message, afterMs });
  }
  if (status >= 200 && status < 300) {
    return unclear({
      effect,
      code: 'unexpected-answer',
      message: `The provider answered ${status} with a body that is not what was asked for.`,
    });
  }
  if (status >= 300 && status < 400) {
    return { kind: 'rejected', code: 'redirected', message: `The provider answered ${status}: a redirect.` };
  }
  return { kind: 'rejected', code: rejectedCodes[status] ?? `http-${status}`, message };
};

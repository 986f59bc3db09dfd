import type { HttpAnswer } from '../network/http.ts';
import type { Failure } from '../actions/outcome.ts';

const LOGIN_RETRY_MS = 60_000;
const MESSAGE_MAX = 500;

/** Providers repeat addresses and numbers in their errors; outcomes are kept where no personal data belongs. */
export const withoutAddresses = (text: string): string =>
  text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;]+/g, '[address]').replace(/\+\d[\d ().-]{6,}\d/g, '[number]');

/**
 * The outcome when a provider does not take our key: `retry`, so that a wrong or revoked key delays messages and loses
 * none.
 */
export const loginFailed = (message: string): Failure => ({
  kind: 'retry',
  code: 'auth-failed',
  message,
  afterMs: LOGIN_RETRY_MS,
});

/**
 * The outcome of an answer that a send cannot use, with the provider's own words: a key that is not taken (401, 403) is
 * `loginFailed`, the rest is what `ctx.failure` makes of it.
 */
export const providerFailure = (input: {
  readonly ctx: { readonly failure: (answer: HttpAnswer) => Failure };
  readonly answer: HttpAnswer;
  /** What the provider says is wrong. */
  readonly reason?: string | undefined;
  /** False where 403 is about the message, not about the key. */
  readonly forbiddenIsLogin?: boolean;
}): Failure => {
  const { ctx, answer, reason = '', forbiddenIsLogin = true } = input;
  const failure = ctx.failure(answer);
  const said = reason === '' ? failure.message : `${failure.message} ${withoutAddresses(reason)}`;
  const message = said.slice(0, MESSAGE_MAX);
  const isLogin = answer.status === 401 || (answer.status === 403 && forbiddenIsLogin);
  return isLogin ? loginFailed(message) : { ...failure, message };
};

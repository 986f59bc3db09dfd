import { CicloError } from '../errors.ts';

/** So long after a sign-in somebody may give out a way in that lasts. */
const freshMs = 10 * 60_000;

/** Gives out a way in that outlasts the session: a key, a secret as good as one, a link for a user, a new user. `path` without `/api`. */
const lasting =
  /^(?:GET \/keys\/identity-secret|POST \/keys(?:\/[^/]+\/rotate)?|POST \/users(?:\/[^/]+\/sign-in-link)?)$/;

/** Whether a call of the admin API needs a fresh sign-in of anyone who calls with a session; `path` without `/api`. */
export const needsFreshSignIn = (input: { method: string; path: string }): boolean =>
  lasting.test(`${input.method} ${input.path}`);

/**
 * Throws `sign-in-again` where a session began more than ten minutes ago, so that anyone who got hold of one cannot make a way in of their own
 * (OWASP ASVS 5.0, 7.5.1). Both are real time, epoch milliseconds.
 */
export const refuseStale = (input: { signedInAt: number; now: number }): void => {
  if (input.now - input.signedInAt <= freshMs) return;
  const message = 'You signed in more than ten minutes ago. Sign in again, then do this once more.';
  throw new CicloError({ code: 'sign-in-again', message });
};

import { failureOf } from '../../contract/network/http.ts';
import type { Failure } from '../../contract/actions/outcome.ts';
import type { LiveInstance } from '../instances.ts';

const againMs = 60_000;

/**
 * The outcome of an answer that a call cannot use. Where the runtime signs the requests in, 401 is about the sign-in and not about the
 * call: it is tried again in a minute, so that a token or key that is not valid delays and loses nothing.
 */
export const failureIn = (
  input: Parameters<typeof failureOf>[0] & { readonly live: Pick<LiveInstance, 'authorization'> },
): Failure =>
  input.live.authorization !== undefined && input.answer.status === 401
    ? {
        kind: 'retry',
        code: 'unauthorized',
        message: 'The provider does not let this connection in.',
        afterMs: againMs,
      }
    : failureOf(input);

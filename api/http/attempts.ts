import type { Context } from 'hono';
import type { Clock } from '../ports/platform.ts';
import { type ClientAddress, limitedAs } from './client-address.ts';
import type { ApiEnv } from './env.ts';
import { requestError } from './problem.ts';
import { createRateLimiter, type RateLimit } from './rate-limit.ts';

/** Slows down addresses that try what is not valid: keys, webhooks, signatures, codes. */
export type Attempts = {
  /** Throws `rate-limited` for an address that failed too often of late. */
  readonly admit: (c: Context<ApiEnv>) => void;
  /** Counts something that was not valid. */
  readonly failed: (c: Context<ApiEnv>) => void;
};

/** Makes the count of what was not valid, by client address. What is valid is not counted. */
export const createAttempts = (deps: {
  limit: RateLimit;
  clientAddress: ClientAddress;
  clock: Pick<Clock, 'systemTime'>;
}): Attempts => {
  const { clientAddress } = deps;
  const limiter = createRateLimiter({ ...deps.limit, systemTime: deps.clock.systemTime });
  return {
    admit: (c) => {
      const { ok, retryAfterMs } = limiter.peek(limitedAs(clientAddress(c)));
      if (ok) return;
      const message = 'This address tried too often what is not valid here; wait.';
      throw requestError({ code: 'rate-limited', message, retryAfterMs });
    },
    failed: (c) => {
      limiter.charge(limitedAs(clientAddress(c)), 1);
    },
  };
};

import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter, type RateLimit } from '../http/rate-limit.ts';
import type { Clock } from '../ports/platform.ts';

/** How often one genuine link is served; a forged one costs a hash and nothing else. */
export type LinkLimit = {
  /** Takes one request for the link of this path; false when there were too many. */
  readonly take: (c: Context<ApiEnv>) => boolean;
  /** The same, throwing `rate-limited`: before a body is read and a store is asked. */
  readonly admit: (c: Context<ApiEnv>) => void;
};

/** Tokens are long, so their hashes stand for them; the ending of a picture, which may be left out, makes no other link of it. */
const nameOf = (c: Context<ApiEnv>): string =>
  createHash('sha256')
    .update(c.req.path.replace(/\.gif$/, ''))
    .digest('base64url');

/** Makes the limit of requests for one link. By link, since mail services fetch those of many people from one address. */
export const createLinkLimit = (deps: {
  rateLimit: RateLimit;
  clock: Pick<Clock, 'systemTime'>;
}): LinkLimit => {
  const limiter = createRateLimiter({ ...deps.rateLimit, systemTime: deps.clock.systemTime });
  return {
    take: (c) => limiter.take(nameOf(c)).ok,
    admit: (c) => {
      const { ok, retryAfterMs } = limiter.take(nameOf(c));
      if (!ok)
        throw requestError({
          code: 'rate-limited',
          message: 'This link is asked for too often; wait.',
          retryAfterMs,
        });
    },
  };
};

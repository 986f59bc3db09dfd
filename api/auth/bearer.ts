import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { LRUCache } from 'lru-cache';
import { CicloError } from '../../domain/errors.ts';
import { adminScopes, scopesNeeded } from '../../domain/keys/key.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter, type RateLimit } from '../http/rate-limit.ts';
import type { FindKey, Key } from '../ports/keys.ts';
import type { Clock } from '../ports/platform.ts';
import { readCredentials } from './credentials.ts';
import { hashKey, lookUpKey } from './key-text.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const refused = () =>
  new CicloError({
    code: 'unauthorized',
    message: 'Send an API key that is valid here: `Authorization: Bearer <key>`.',
  });

const rememberedMax = 1_000;

/**
 * Finds the key of a request; throws `unauthorized` when there is none. Addresses that tried keys too often are not
 * looked up any more, but for keys that were valid before: who tries keys from an address keeps nobody else out there.
 */
const createFindKeyOf = (deps: { findKey: FindKey; attempts: Attempts }) => {
  const { findKey, attempts } = deps;
  const known = new LRUCache<string, true>({ max: rememberedMax });
  return async (c: Context<ApiEnv>): Promise<Key> => {
    const credentials = readCredentials(c.req.header('authorization'));
    const text = credentials.scheme === 'bearer' ? credentials.text : '';
    const name = hashKey(text);
    if (!known.has(name)) attempts.admit(c);
    const key = await lookUpKey({ text, findKey });
    if (key === undefined || !key.scopes.some((scope) => adminScopes.includes(scope))) {
      known.delete(name);
      attempts.failed(c);
      throw refused();
    }
    known.set(name, true);
    return key;
  };
};

/**
 * Lets in who has a key with the scopes that the call needs, and not more often than its limit. A key that can only
 * track opens nothing here, as if there were no such key. No body is read before this.
 */
export const createBearer = (deps: {
  findKey: FindKey;
  attempts: Attempts;
  rateLimit: RateLimit;
  clock: Pick<Clock, 'systemTime'>;
}) => {
  const findKeyOf = createFindKeyOf(deps);
  const limiter = createRateLimiter({ ...deps.rateLimit, systemTime: deps.clock.systemTime });
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = await findKeyOf(c);
    const { ok, retryAfterMs } = limiter.take(key.sha256);
    if (!ok) {
      throw requestError({ code: 'rate-limited', message: 'This key calls too often; wait.', retryAfterMs });
    }
    const path = c.req.path.replace(/^\/api/, '');
    const needed = scopesNeeded({ path, isSafe: safeMethods.has(c.req.method) });
    const lacking = needed.filter((scope) => !key.scopes.includes(scope));
    if (lacking.length > 0) {
      const message = `This key lacks ${lacking.join(' and ')} for this call.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    c.set('key', key);
    await next();
  });
};

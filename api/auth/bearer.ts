import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { LRUCache } from 'lru-cache';
import { CicloError } from '../../domain/errors.ts';
import { adminScopes, holds, scopesNeeded } from '../../domain/keys/key.ts';
import { needsFreshSignIn, refuseStale } from '../../domain/team/fresh-sign-in.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter, type RateLimit } from '../http/rate-limit.ts';
import type { Caller, FindKey, Key } from '../ports/keys.ts';
import type { SignIn } from '../ports/sign-in.ts';
import type { Clock } from '../ports/platform.ts';
import { readCredentials } from './credentials.ts';
import { hashKey, lookUpKey } from './key-text.ts';
import { callerOf, foreignPage, originOf, sessionTenant } from './session.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const refused = () =>
  new CicloError({
    code: 'unauthorized',
    message: 'Send an API key that is valid here: `Authorization: Bearer <key>`.',
  });

/** For who has the key: it is one, of the other kind. Nobody learns it of a key that they only guess. */
const onlyTracks = (key: Key) =>
  new CicloError({
    code: 'forbidden',
    message: `This key is valid, and has only ${key.scopes.join(' and ')}: it sends events to /v1. Calls of /api need an API key with scopes such as read or write; \`ciclo keys create\` makes one.`,
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
    if (key === undefined) {
      known.delete(name);
      attempts.failed(c);
      throw refused();
    }
    if (!key.scopes.some((scope) => adminScopes.includes(scope))) {
      attempts.failed(c);
      throw onlyTracks(key);
    }
    known.set(name, true);
    return key;
  };
};

/**
 * Finds the user of a request that brings a session and no key. Changes are made by pages of ours only: a browser sends the cookie
 * with whatever page asks. Throws `unauthorized` when nobody is signed in.
 */
const createFindUserOf =
  (deps: { signIn: Pick<SignIn, 'of'>; attempts: Attempts }) =>
  async (c: Context<ApiEnv>, tenant: string): Promise<Caller> => {
    deps.attempts.admit(c);
    const found = await callerOf({ c, tenant, signIn: deps.signIn });
    if (found === undefined) {
      deps.attempts.failed(c);
      throw refused();
    }
    if (!safeMethods.has(c.req.method) && originOf(c) !== 'own') throw foreignPage();
    for (const cookie of found.cookies) c.header('set-cookie', cookie, { append: true });
    return found.caller;
  };

/**
 * Lets in who has a key, or is signed in with a role, with the scopes that the call needs, and not more often than its limit. A key that can only
 * track opens nothing here, and is told so. No body is read before this.
 */
export const createBearer = (deps: {
  findKey: FindKey;
  attempts: Attempts;
  rateLimit: RateLimit;
  clock: Pick<Clock, 'systemTime'>;
  signIn: Pick<SignIn, 'of'>;
}) => {
  const findKeyOf = createFindKeyOf(deps);
  const findUserOf = createFindUserOf(deps);
  const limiter = createRateLimiter({ ...deps.rateLimit, systemTime: deps.clock.systemTime });
  return createMiddleware<ApiEnv>(async (c, next) => {
    const tenant = c.req.header('authorization') === undefined ? sessionTenant(c) : undefined;
    const key: Caller = tenant === undefined ? await findKeyOf(c) : await findUserOf(c, tenant);
    const { ok, retryAfterMs } = limiter.take(key.sha256);
    if (!ok) {
      throw requestError({ code: 'rate-limited', message: 'This key calls too often; wait.', retryAfterMs });
    }
    const path = c.req.path.replace(/^\/api/, '');
    const needed = scopesNeeded({ path, isSafe: safeMethods.has(c.req.method) });
    const lacking = needed.filter((scope) => !holds(key.scopes, scope));
    if (lacking.length > 0) {
      const who = key.user === undefined ? 'This key' : `The role ${key.user.role}`;
      const message = `${who} lacks ${lacking.join(' and ')} for this call.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    if (key.signedInAt !== undefined && needsFreshSignIn({ method: c.req.method, path })) {
      refuseStale({ signedInAt: key.signedInAt, now: deps.clock.systemTime() });
    }
    c.set('key', key);
    await next();
  });
};

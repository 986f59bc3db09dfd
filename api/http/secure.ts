import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from './env.ts';

/** What every answer says, unless its route said otherwise. */
const headers = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
] as const;

const yearSeconds = 365 * 86_400;

/** Tells browsers to guess nothing, frame nothing and load nothing that a route did not allow. */
export const createSecure = (input: { isHttps: boolean }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    for (const [name, value] of headers) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    if (input.isHttps) c.res.headers.set('strict-transport-security', `max-age=${yearSeconds}`);
  });

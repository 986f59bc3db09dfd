import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Log, Meter } from '../ports/platform.ts';
import type { ApiEnv } from './env.ts';

/** Counts and times every request by the pattern of its route, so that no address ends up in a label. */
export const createObserve = (deps: { meter: Pick<Meter, 'request'>; log: Log }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const began = performance.now();
    await next();
    const seconds = (performance.now() - began) / 1000;
    const { method } = c.req;
    const { status } = c.res;
    const route = routePath(c, -1);
    deps.meter.request({ route, method, status, seconds });
    deps.log.debug(
      { requestId: c.get('requestId'), route, method, status, seconds },
      'A request was answered.',
    );
  });

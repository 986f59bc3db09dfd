import { Hono } from 'hono';
import type { ApiEnv } from '../http/env.ts';
import type { Meter } from '../ports/platform.ts';

/** `/metrics`: the figures of this process, for Prometheus. They name tenants and journeys, so they are for operators. */
export const metricsRoutes = (deps: { meter: Pick<Meter, 'text' | 'contentType'> }): Hono<ApiEnv> =>
  new Hono<ApiEnv>().get('/metrics', async (c) =>
    c.body(await deps.meter.text(), 200, {
      'content-type': deps.meter.contentType,
      'cache-control': 'no-store',
    }),
  );

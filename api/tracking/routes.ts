import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { EventType } from '../../domain/events/event.ts';
import type { ApiEnv } from '../http/env.ts';
import { createCollect, type TrackingDeps } from './collect.ts';

/** The paths of the calls: Segment's long ones, and the short ones of its browser client. */
const paths: readonly (readonly [path: string, type: EventType | 'batch'])[] = [
  ['identify', 'identify'],
  ['track', 'track'],
  ['page', 'page'],
  ['screen', 'screen'],
  ['group', 'group'],
  ['alias', 'alias'],
  ['batch', 'batch'],
  ['import', 'batch'],
  ['i', 'identify'],
  ['t', 'track'],
  ['p', 'page'],
  ['s', 'screen'],
  ['g', 'group'],
  ['a', 'alias'],
  ['b', 'batch'],
];

/** The tracking API in Segment's format, for its official clients with another host. */
export const trackingRoutes = (deps: TrackingDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const collect = createCollect(deps);
  app.use(
    cors({
      origin: '*',
      allowMethods: ['POST'],
      allowHeaders: ['Authorization', 'Content-Type', 'Content-Encoding', 'Idempotency-Key'],
      exposeHeaders: [
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        'Retry-After',
        'X-Request-Id',
      ],
      maxAge: 86_400,
    }),
  );
  for (const [path, type] of paths) app.post(`/${path}`, collect(type));
  return app;
};

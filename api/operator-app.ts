import { type OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { docsRoutes } from './docs/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { metricsRoutes } from './health/metrics.ts';
import { homeRoutes, type Place } from './home/routes.ts';
import type { ReadyObject } from '../domain/objects/ready-object.ts';
import type { ApiEnv } from './http/env.ts';
import { createHostCheck } from './http/host-check.ts';
import { createOnError, notFound } from './http/on-error.ts';
import { createSecure } from './http/secure.ts';
import type { Log, Meter, ReadyCheck } from './ports/platform.ts';

/** What operators look at needs no key, and so it has a port of its own. */
export type OperatorDeps = {
  readonly checks: readonly ReadyCheck[];
  readonly meter: Pick<Meter, 'text' | 'contentType'>;
  readonly log: Log;
  /** Names under which it is asked for, besides addresses and names without a dot. */
  readonly hosts: readonly string[];
  /** The API whose documentation is shown, and the objects whose records it describes; a worker has none. */
  readonly api?:
    | {
        readonly app: OpenAPIHono<ApiEnv>;
        readonly objects: () => Promise<ReadonlyMap<string, ReadyObject>>;
      }
    | undefined;
  readonly version: string;
};

const placesOf = (hasApi: boolean): readonly Place[] => [
  ...(hasApi
    ? [
        { at: '/docs', what: 'the documentation of the API' },
        { at: '/openapi.json', what: 'the same for programs' },
      ]
    : []),
  { at: '/metrics', what: 'figures, in the format of Prometheus' },
  { at: '/healthz', what: 'whether the process answers' },
  { at: '/readyz', what: 'whether everything it needs is there' },
];

/** Builds what is for operators only: figures, the documentation of the API, health. */
export const createOperatorApp = (deps: OperatorDeps): Hono<ApiEnv> => {
  const { api, version } = deps;
  const app = new Hono<ApiEnv>();
  app.onError(createOnError(deps));
  app.notFound(notFound);
  app.use(requestId({ limitLength: 100 }), createSecure({ isHttps: false }));
  app.use(createHostCheck({ names: deps.hosts }));
  app.route('/', healthRoutes(deps));
  app.route('/', metricsRoutes(deps));
  const what = `This is the port for operators of Ciclo ${version}.`;
  app.route('/', homeRoutes({ what, places: () => placesOf(api !== undefined) }));
  if (api !== undefined) app.route('/', docsRoutes({ ...api, version }));
  return app;
};

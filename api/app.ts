import { OpenAPIHono } from '@hono/zod-openapi';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { timeout } from 'hono/timeout';
import { adminRoutes, type AdminDeps } from './admin/routes.ts';
import { describeTracking, describeWebhooks } from './docs/describe-tracking.ts';
import { docsRoutes } from './docs/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { createClientAddress } from './http/client-address.ts';
import type { ApiEnv } from './http/env.ts';
import { createObserve } from './http/observe.ts';
import { createOnError, notFound } from './http/on-error.ts';
import { problemResponse } from './http/problem.ts';
import type { RateLimit } from './http/rate-limit.ts';
import { createSecure } from './http/secure.ts';
import { clickRoutes } from './links/click.ts';
import type { LinkDeps } from './links/deps.ts';
import { openRoutes } from './links/open.ts';
import { preferenceRoutes } from './links/preferences.tsx';
import { referralRoutes } from './links/referral.ts';
import { unsubscribeRoutes } from './links/unsubscribe.tsx';
import { viewRoutes } from './links/view.ts';
import type { Accept, PressureGauge } from './ports/accept.ts';
import type { Inbox, Receive } from './ports/inbox.ts';
import type { Pages } from './ports/pages.ts';
import type { Log, Meter, ReadyCheck } from './ports/platform.ts';
import { trackingRoutes } from './tracking/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Everything the API is handed. Each part is one narrow function or port of `api/ports`. */
export type ApiDeps = AdminDeps & {
  readonly accept: Accept;
  readonly pressure: PressureGauge;
  readonly receive: Receive;
  readonly inbox: Inbox;
  readonly pages: Pages;
  readonly meter: Meter;
  readonly log: Log;
  /** What `/readyz` looks at. */
  readonly checks: readonly ReadyCheck[];
  /** Sign links: the first makes them, all are honoured. */
  readonly linkSecrets: readonly [string, ...string[]];
  readonly publicUrl: string;
  /** True behind a proxy of ours that sets `X-Forwarded-For`. */
  readonly trustProxy?: boolean | undefined;
  /** Requests to the tracking API per tenant and process: 1,000 a second and 2,000 at once unless said. */
  readonly rateLimit?: RateLimit | undefined;
  /** Shown in the OpenAPI document. */
  readonly version: string;
};

const defaultRate: RateLimit = { perSecond: 1000, burst: 2000 };
const answerMs = 20_000;

const linkRoutes = (deps: LinkDeps) =>
  [
    ['/c', clickRoutes(deps)],
    ['/o', openRoutes(deps)],
    ['/u', unsubscribeRoutes(deps)],
    ['/p', preferenceRoutes(deps)],
    ['/v', viewRoutes(deps)],
    ['/r', referralRoutes(deps)],
  ] as const;

/**
 * Builds the HTTP side of the engine: tracking API, inbound webhooks, public links, admin API with its
 * document, health. It holds nothing but the limits of this process; everything else is handed in.
 */
export const createApi = (deps: ApiDeps): OpenAPIHono<ApiEnv> => {
  const app = new OpenAPIHono<ApiEnv>();
  app.onError(createOnError(deps));
  app.notFound(notFound);
  app.use(requestId({ limitLength: 100 }), createObserve(deps));
  app.use(createSecure({ isHttps: deps.publicUrl.startsWith('https:') }));

  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(', ');
        const detail = `Here are only ${allow}.`;
        const requestId = c.get('requestId');
        const answer = problemResponse({ status: 405, code: 'method-not-allowed', detail, requestId });
        answer.headers.set('allow', allow);
        return answer;
      },
    }),
  );

  const inTime = timeout(answerMs);
  app.use('/v1/*', inTime);
  app.use('/webhooks/*', inTime);
  app.route('/v1', trackingRoutes({ ...deps, rateLimit: deps.rateLimit ?? defaultRate }));
  app.route('/webhooks', webhookRoutes(deps));
  describeTracking(app);
  describeWebhooks(app);
  const clientAddress = createClientAddress({ trustProxy: deps.trustProxy ?? false });
  for (const [path, routes] of linkRoutes({ ...deps, secrets: deps.linkSecrets, clientAddress })) {
    app.route(path, routes);
  }
  app.route('/api', adminRoutes(deps));
  app.route('/', healthRoutes(deps));
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'writeKey', {
    type: 'http',
    scheme: 'basic',
    description: 'The write key as the user name, and no password.',
  });
  app.route('/', docsRoutes({ app, version: deps.version }));
  return app;
};

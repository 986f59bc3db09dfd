import { OpenAPIHono } from '@hono/zod-openapi';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { timeout } from 'hono/timeout';
import type { LinkKeys } from '../domain/messages/links/links.ts';
import { adminRoutes, type AdminDeps } from './admin/routes.ts';
import { describeTracking, describeWebhooks } from './docs/describe-tracking.ts';
import { createDocument } from './docs/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { homeRoutes, type Place } from './home/routes.ts';
import { createAttempts } from './http/attempts.ts';
import { budgetBytes, createBodyBudget } from './http/body-budget.ts';
import { createClientAddress } from './http/client-address.ts';
import type { ApiEnv } from './http/env.ts';
import { defaultLimits, type Limits } from './http/limits.ts';
import { createHostCheck } from './http/host-check.ts';
import { createObserve } from './http/observe.ts';
import { createOnError, notFound } from './http/on-error.ts';
import { problemResponse } from './http/problem.ts';
import { createSecure } from './http/secure.ts';
import { connectRoutes } from './connect/routes.tsx';
import { signInRoutes } from './sign-in/routes.tsx';
import { clickRoutes } from './links/click.ts';
import type { LinkDeps } from './links/deps.ts';
import { confirmRoutes } from './links/confirm.tsx';
import { surveyRoutes } from './links/survey.tsx';
import { formRoutes } from './links/forms/routes.tsx';
import { createLinkLimit } from './links/link-limit.ts';
import { openRoutes } from './links/open.ts';
import { postImageRoutes } from './links/post-image.ts';
import { quoteRoutes } from './links/records/quote.tsx';
import { privacyRequestRoutes } from './links/privacy.tsx';
import { preferenceRoutes } from './links/preferences.tsx';
import { referralRoutes } from './links/referral.ts';
import { registrationPageRoutes } from './links/records/registration.tsx';
import { selfServicePages } from './links/self-service/routes.tsx';
import { unsubscribeRoutes } from './links/unsubscribe.tsx';
import { viewRoutes } from './links/view.ts';
import type { Accept, PressureGauge } from './ports/accept.ts';
import type { ConnectBack } from './ports/connect.ts';
import type { FindWebhook, Inbox, Receive } from './ports/inbox.ts';
import type { NoteForm } from './ports/form-counts.ts';
import type { Pages } from './ports/pages.ts';
import type { Passkeys } from './ports/passkeys.ts';
import type { ProviderSignIn } from './ports/provider-sign-in.ts';
import type { Sessions } from './ports/sessions.ts';
import type { PostImages } from './ports/post-images.ts';
import type { QuotePages } from './ports/quotes.ts';
import type { RegistrationPages } from './ports/registrations.ts';
import type { SelfService } from './ports/self-service.ts';
import type { Log, Meter, ReadyCheck } from './ports/platform.ts';
import type { OpenStudio } from './ports/studio.ts';
import type { ProofSecrets } from './tracking/proof.ts';
import type { PublicEvents } from './tracking/collect.ts';
import { studioRoutes } from './studio/routes.ts';
import { trackingRoutes } from './tracking/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Everything the API is handed. Each part is one narrow function or port of `api/ports`. */
export type ApiDeps = Omit<AdminDeps, 'rateLimits' | 'attempts'> & {
  readonly proofSecrets: ProofSecrets;
  readonly accept: Accept;
  readonly pressure: PressureGauge;
  readonly findWebhook: FindWebhook;
  readonly receive: Receive;
  readonly inbox: Inbox;
  readonly pages: Pages;
  readonly noteForm: NoteForm;
  readonly postImages: PostImages;
  readonly quotePages: QuotePages;
  readonly registrationPages: RegistrationPages;
  readonly selfService: SelfService;
  readonly connectBack: ConnectBack;
  readonly sessions: Sessions;
  readonly passkeys: Passkeys;
  readonly providerSignIn: ProviderSignIn;
  readonly meter: Meter;
  readonly log: Log;
  /** What `/readyz` looks at. */
  readonly checks: readonly ReadyCheck[];
  /** Sign links, and tell a genuine one. */
  readonly linkKeys: LinkKeys;
  readonly publicUrl: string;
  /** True behind a proxy of ours that sets `X-Forwarded-For`. */
  readonly trustProxy?: boolean | undefined;
  /** How much may come in, by what; see `defaultLimits`. */
  readonly rateLimits?: Partial<Limits> | undefined;
  /** So many bytes may the bodies of all requests under way take together. */
  readonly bodyBytes?: number | undefined;
  readonly publicEvents: PublicEvents;
  /** What else runs beside it, for `/`; nothing where strangers may look. */
  readonly elsewhere?: (() => readonly Place[]) | undefined;
  /** The web application, with the tenant that it is for by default; absent where it is not served. */
  readonly studio?: { readonly open: OpenStudio; readonly tenant: string } | undefined;
  /** Names under which it is reached besides that of `publicUrl`. */
  readonly hosts?: readonly string[] | undefined;
};

const answerMs = 20_000;

const whatRuns =
  'This is a customer-lifecycle engine: events come in, rules and journeys decide, messages go out.';

const places: readonly Place[] = [
  { at: '/studio', what: 'the studio, for the team; with a sign-in' },
  { at: '/v1', what: 'events in, as Segment sends them; with a public or a server key' },
  { at: '/webhooks/<tenant>/<instance>', what: 'signed webhooks of connected systems' },
  {
    at: '/api',
    what: 'the admin API; with an API key. Its documentation is on the port for operators, at /docs',
  },
  { at: '/healthz', what: 'whether the process answers' },
  { at: '/readyz', what: 'whether everything it needs is there' },
];

/** Names under which an API is reached. */
export const hostsOf = (deps: Pick<ApiDeps, 'publicUrl' | 'hosts'>): readonly string[] => [
  new URL(deps.publicUrl).hostname,
  ...(deps.hosts ?? []),
];

const linkRoutes = (deps: LinkDeps) =>
  [
    ['/c', clickRoutes(deps)],
    ['/o', openRoutes(deps)],
    ['/u', unsubscribeRoutes(deps)],
    ['/p', preferenceRoutes(deps)],
    ['/v', viewRoutes(deps)],
    ['/y', confirmRoutes(deps)],
    ['/q', quoteRoutes(deps)],
    ['/i', postImageRoutes(deps)],
    ['/s', surveyRoutes(deps)],
    ['/e', registrationPageRoutes(deps)],
    ['/d', privacyRequestRoutes(deps)],
    ['/a', selfServicePages(deps)],
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
  app.use(createHostCheck({ names: hostsOf(deps) }));
  app.use(createBodyBudget({ maxBytes: deps.bodyBytes ?? budgetBytes }));
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
  const clientAddress = createClientAddress({ trustProxy: deps.trustProxy ?? false });
  const rateLimits = { ...defaultLimits, ...deps.rateLimits };
  const findKey = deps.keys.find;
  app.route('/v1', trackingRoutes({ ...deps, findKey, rateLimits, clientAddress }));
  const attempts = () => createAttempts({ ...deps, limit: rateLimits.attempts, clientAddress });
  app.route('/webhooks', webhookRoutes({ ...deps, rateLimits, attempts: attempts() }));
  describeTracking(app);
  describeWebhooks(app);
  const limit = createLinkLimit({ ...deps, rateLimit: rateLimits.link });
  const linkDeps = { ...deps, keys: deps.linkKeys, clientAddress, attempts: attempts(), limit };
  for (const [path, routes] of linkRoutes(linkDeps)) app.route(path, routes);
  app.route('/f', formRoutes({ ...linkDeps, rateLimit: rateLimits.subscriptions }));
  app.route('/auth', signInRoutes({ ...deps, attempts: attempts() }));
  app.route('/connect', connectRoutes({ ...deps, attempts: attempts() }));
  app.route('/api', adminRoutes({ ...deps, rateLimits, attempts: attempts() }));
  const { studio } = deps;
  if (studio !== undefined)
    app.route(
      '/studio',
      studioRoutes({
        openStudio: studio.open,
        tenant: studio.tenant,
        document: createDocument({ app, version: 'current' }),
      }),
    );
  app.route('/', healthRoutes(deps));
  app.route('/', homeRoutes({ what: whatRuns, places: () => [...places, ...(deps.elsewhere?.() ?? [])] }));
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'writeKey', {
    type: 'http',
    scheme: 'basic',
    description: 'A public key (`pk_`) or a server key (`sk_`) as the user name, and no password.',
  });
  return app;
};

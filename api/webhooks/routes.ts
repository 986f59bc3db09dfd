import { type Context, Hono } from 'hono';
import { hashId } from '../../domain/hash.ts';
import type { Attempts } from '../http/attempts.ts';
import { readRaw } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Limits } from '../http/limits.ts';
import { problemResponse, requestError } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import type { FindWebhook, Inbox, RawRequest, Receive, Received, WebhookPlace } from '../ports/inbox.ts';
import type { Clock, Log } from '../ports/platform.ts';

export type WebhookDeps = {
  readonly findWebhook: FindWebhook;
  readonly receive: Receive;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly rateLimits: Pick<Limits, 'webhook'>;
  /** Webhooks and signatures that are none. */
  readonly attempts: Attempts;
};

/** Headers that are looked at once and not kept, since they are secrets and nothing is read from them later. */
const notKept: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

const toRaw = async (c: Context<ApiEnv>, maxBytes: number): Promise<RawRequest> => {
  // The bytes as sent: a signature is over these, packed or not.
  const rawBody = await readRaw({ request: c.req.raw, maxBytes, take: c.get('takeBytes') });
  const url = new URL(c.req.url);
  return {
    method: c.req.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(c.req.raw.headers),
    rawBody,
  };
};

const withoutSecrets = (request: RawRequest): RawRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !notKept.has(name))),
});

/** The three parts name a place in the configuration; anything else is nowhere. */
const namePattern = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

const placeOf = (c: Context<ApiEnv>): WebhookPlace | undefined => {
  const tenant = c.req.param('tenant') ?? '';
  const instance = c.req.param('instance') ?? '';
  const webhook = c.req.param('webhook') ?? 'main';
  const isPlace = [tenant, instance, webhook].every((name) => namePattern.test(name));
  return isPlace ? { tenant, instance, webhook } : undefined;
};

type Refused = Extract<Received, { kind: 'refused' }>;

const nowhere: Refused = {
  kind: 'refused',
  status: 404,
  code: 'not-found',
  message: 'There is no such webhook.',
};

const createRefuse =
  (deps: WebhookDeps) =>
  (c: Context<ApiEnv>, refused: Refused): Response => {
    const { status, code, message } = refused;
    // One that is off is our fault, and its sender is right to try again.
    if (status !== 503) deps.attempts.failed(c);
    deps.log.warn({ ...placeOf(c), status, code, requestId: c.get('requestId') }, 'A webhook was refused.');
    return problemResponse({ status, code, detail: message, requestId: c.get('requestId') });
  };

/**
 * Makes the handler. As much as the address tells is looked at before the body is read; only requests that are verified
 * count for the limit of their webhook, so that nobody else can use it up.
 */
const createTakeIn = (deps: WebhookDeps) => {
  const refuse = createRefuse(deps);
  const limiter = createRateLimiter({ ...deps.rateLimits.webhook, systemTime: deps.clock.systemTime });
  return async (c: Context<ApiEnv>) => {
    deps.attempts.admit(c);
    const place = placeOf(c);
    const found = place === undefined ? nowhere : await deps.findWebhook(place);
    if (place === undefined || found.kind === 'refused')
      return refuse(c, found.kind === 'refused' ? found : nowhere);
    const name = Object.values(place).join('/');
    const { ok, retryAfterMs } = limiter.peek(name);
    if (!ok)
      throw requestError({
        code: 'rate-limited',
        message: 'This webhook is called too often; wait.',
        retryAfterMs,
      });
    if ((c.req.param('token') ?? '') !== '' && !found.hasSecretPath) return refuse(c, nowhere);
    const request = await toRaw(c, found.maxBytes);
    // Vendors sign with the real time, also where the tenant's clock is ahead of it.
    const received = await deps.receive({ ...place, request, now: deps.clock.systemTime() });
    if (received.kind === 'reply') {
      return new Response(received.body, {
        status: received.status,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      });
    }
    if (received.kind === 'refused') return refuse(c, received);
    limiter.charge(name, 1);
    const { dedupeKey, topic } = received;
    const id = hashId('delivery', place.tenant, place.instance, place.webhook, dedupeKey);
    const stored = await deps.inbox.store({
      id,
      ...place,
      dedupeKey,
      ...(topic === undefined ? {} : { topic }),
      request: found.toKeep(withoutSecrets(request)),
      receivedAt: deps.clock.now(place.tenant),
    });
    if (stored === 'stored') deps.inbox.kick({ tenant: place.tenant, id });
    return c.json({ received: true, duplicate: stored === 'duplicate' });
  };
};

/**
 * Inbound webhooks: verified over the raw bytes, stored, answered, and only then read. What cannot be verified
 * leaves nothing behind.
 */
export const webhookRoutes = (deps: WebhookDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const takeIn = createTakeIn(deps);
  // Some vendors ask by GET whether anybody is there.
  app.on(['GET', 'POST'], '/:tenant/:instance', takeIn);
  app.on(['GET', 'POST'], '/:tenant/:instance/:webhook', takeIn);
  // Some send their secret at the end of the address.
  app.on(['GET', 'POST'], '/:tenant/:instance/:webhook/:token', takeIn);
  return app;
};

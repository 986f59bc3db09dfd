import { type Context, Hono } from 'hono';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { readRaw } from '../http/body.ts';
import type { ApiEnv } from '../http/env.ts';
import { problemResponse } from '../http/problem.ts';
import type { Inbox, RawRequest, Receive } from '../ports/inbox.ts';
import type { Clock, Log } from '../ports/platform.ts';

export type WebhookDeps = {
  readonly receive: Receive;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Log;
};

/** No vendor sends more; each webhook has its own, smaller limit. */
const bodyMax = 5 * 1024 * 1024;

/** Headers that are looked at once and not kept, since they are secrets and nothing is read from them later. */
const notKept: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

const toRaw = async (c: Context<ApiEnv>): Promise<RawRequest> => {
  // The bytes as sent: a signature is over these, packed or not.
  const rawBody = await readRaw({ request: c.req.raw, maxBytes: bodyMax });
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

type Place = { readonly tenant: string; readonly instance: string; readonly webhook: string };

/** The three parts name a place in the configuration; anything else is nowhere. */
const namePattern = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

const placeOf = (c: Context<ApiEnv>): Place => {
  const tenant = c.req.param('tenant') ?? '';
  const instance = c.req.param('instance') ?? '';
  const webhook = c.req.param('webhook') ?? 'main';
  if (![tenant, instance, webhook].every((name) => namePattern.test(name))) {
    throw new CicloError({ code: 'not-found', message: 'There is no such webhook.' });
  }
  return { tenant, instance, webhook };
};

const createTakeIn = (deps: WebhookDeps) => async (c: Context<ApiEnv>) => {
  const place = placeOf(c);
  const request = await toRaw(c);
  // Vendors sign with the real time, also where the tenant's clock is ahead of it.
  const received = await deps.receive({ ...place, request, now: deps.clock.wall() });
  if (received.kind === 'reply') {
    return new Response(received.body, {
      status: received.status,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    });
  }
  if (received.kind === 'refused') {
    const { status, code, message } = received;
    deps.log.warn({ ...place, status, code, requestId: c.get('requestId') }, 'A webhook was refused.');
    return problemResponse({ status, code, detail: message, requestId: c.get('requestId') });
  }
  const { dedupeKey, topic } = received;
  const id = hashId('delivery', place.tenant, place.instance, place.webhook, dedupeKey);
  const stored = await deps.inbox.store({
    id,
    ...place,
    dedupeKey,
    ...(topic === undefined ? {} : { topic }),
    request: withoutSecrets(request),
    receivedAt: deps.clock.now(place.tenant),
  });
  if (stored === 'stored') deps.inbox.kick({ tenant: place.tenant, id });
  return c.json({ received: true, duplicate: stored === 'duplicate' });
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
  return app;
};

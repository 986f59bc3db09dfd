import { randomUUID } from 'node:crypto';
import { hmacSha256, type WebhookRequest } from '../contract.ts';

type Event = {
  readonly topic: string;
  /** An object is sent as JSON; a text or bytes as they are. */
  readonly body: unknown;
  /** The same over retries of one delivery. */
  readonly webhookId?: string;
  /** The same for every subscription to one event. */
  readonly eventId?: string;
  readonly triggeredAt?: Date;
};

const bytesOf = (body: unknown): Uint8Array => {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
};

/** A sender that signs like Shopify: for tests, the demo, and trying a shop's journeys by hand. */
export const createShopifySender = (input: {
  secret: string;
  /** `example.myshopify.com` */
  shop: string;
  apiVersion?: string;
  /** Shopify's newer events have `shopify-` alone. */
  prefix?: 'x-shopify-' | 'shopify-';
}) => {
  const prefix = input.prefix ?? 'x-shopify-';

  const sign = (event: Event): { headers: Record<string, string>; body: Uint8Array } => {
    const body = bytesOf(event.body);
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Shopify-Captain-Hook',
        [`${prefix}topic`]: event.topic,
        [`${prefix}shop-domain`]: input.shop,
        [`${prefix}api-version`]: input.apiVersion ?? '2026-01',
        [`${prefix}webhook-id`]: event.webhookId ?? randomUUID(),
        [`${prefix}event-id`]: event.eventId ?? randomUUID(),
        [`${prefix}triggered-at`]: (event.triggeredAt ?? new Date()).toISOString(),
        [`${prefix}hmac-sha256`]: hmacSha256({ key: input.secret, data: body, encoding: 'base64' }),
      },
    };
  };

  return {
    sign,
    /** The signed request as a runtime receives it. */
    request: (event: Event): WebhookRequest => {
      const { headers, body } = sign(event);
      return { method: 'POST', path: '/', query: {}, headers, rawBody: body };
    },
    /** Posts the event to a webhook address. */
    send: async (to: string, event: Event): Promise<{ status: number; text: string }> => {
      const { headers, body } = sign(event);
      const answer = await fetch(to, { method: 'POST', headers, body });
      return { status: answer.status, text: await answer.text() };
    },
  };
};

const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A copy of a body in which every time is moved by so many milliseconds: one fixture serves any day. */
export const movedInTime = (body: unknown, byMs: number): unknown => {
  if (typeof body === 'string') {
    return isTime.test(body) ? new Date(Date.parse(body) + byMs).toISOString() : body;
  }
  if (Array.isArray(body)) return body.map((one: unknown) => movedInTime(one, byMs));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, movedInTime(value, byMs)]));
};

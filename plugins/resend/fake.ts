import type { Hono } from 'hono';
import { z } from 'zod';
import { hmacSha256, standardWebhookKey, type WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook, type FakeEnv, type SubscriptionBook } from '../testing.ts';

const mail = z.object({
  from: z.string(),
  to: z.union([z.string(), z.array(z.string()).max(50)]),
  subject: z.string(),
  html: z.string().optional(),
  tags: z
    .array(
      z.object({
        name: z.string().regex(/^[\w-]{1,256}$/),
        value: z.string().regex(/^[\w-]{1,256}$/),
      }),
    )
    .optional(),
});

const webhook = z.strictObject({
  endpoint: z.url({ protocol: /^https$/ }),
  events: z.array(z.string().regex(/^email\.[a-z_]+$/)).min(1),
});

const webhookRoutes = (app: Hono<FakeEnv>, subscriptions: SubscriptionBook): void => {
  app.get('/webhooks', (c) => {
    const limit = Number(c.req.query('limit') ?? 20);
    const after = c.req.query('after');
    const all = subscriptions.all().map(({ id, url, topics, isActive }) => ({
      id: `wh-${id}`,
      endpoint: url,
      created_at: '2026-03-01T12:00:00.000Z',
      status: isActive ? 'enabled' : 'disabled',
      events: [...topics],
    }));
    const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const data = all.slice(start, start + limit);
    return c.json({ object: 'list', has_more: start + limit < all.length, data });
  });
  app.post('/webhooks', async (c) => {
    const read = webhook.safeParse(await c.req.json()).data;
    if (read === undefined)
      return c.json({ statusCode: 422, name: 'validation_error', message: 'The webhook is not valid.' }, 422);
    const row = subscriptions.add({ url: read.endpoint, topics: read.events });
    return c.json({ object: 'webhook', id: `wh-${row.id}`, signing_secret: `whsec_made_${row.id}` }, 201);
  });
  app.delete('/webhooks/:id', (c) => {
    const id = c.req.param('id');
    return subscriptions.remove(id.replace('wh-', ''))
      ? c.json({ object: 'webhook', id, deleted: true })
      : c.json({ statusCode: 404, name: 'not_found', message: 'Webhook not found' }, 404);
  });
};

/** Resend's API, as resend.com/docs describes it, with its idempotency keys. */
export const createResendFake = async (apiKey: string) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const taken = new Map<string, { readonly text: string; readonly id: string }>();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/webhooks/*', async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${apiKey}`)
        return c.json({ statusCode: 401, name: 'missing_api_key', message: 'Missing API Key' }, 401);
      await next();
      return undefined;
    });
    webhookRoutes(app, subscriptions);
    app.post('/emails', async (c) => {
      const refuse = (status: 401 | 409 | 422, name: string, message: string) =>
        c.json({ statusCode: status, name, message }, status);
      if (c.req.header('authorization') !== `Bearer ${apiKey}`) {
        return refuse(401, 'missing_api_key', 'Missing API Key');
      }
      const text = await c.req.text();
      const body: unknown = JSON.parse(text);
      if (!mail.safeParse(body).success) return refuse(422, 'validation_error', 'The e-mail is not valid.');
      const key = c.req.header('idempotency-key') ?? `none-${taken.size}`;
      const before = taken.get(key);
      if (before !== undefined && before.text !== text) {
        return refuse(409, 'invalid_idempotent_request', 'Same key, other payload.');
      }
      if (before !== undefined) return c.json({ id: before.id });
      const id = `re-${taken.size + 1}`;
      taken.set(key, { text, id });
      bodies.push(body);
      happened(key);
      return c.json({ id });
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** A webhook as Svix signs it. */
export const signedBySvix = (input: {
  body: Uint8Array;
  secret: string;
  now: number;
  id: string;
}): WebhookRequest => {
  const time = String(Math.floor(input.now / 1000));
  const key = standardWebhookKey(input.secret);
  const signature = hmacSha256({ key, data: [`${input.id}.${time}.`, input.body], encoding: 'base64' });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'svix-id': input.id, 'svix-timestamp': time, 'svix-signature': `v1,${signature}` },
    rawBody: input.body,
  };
};

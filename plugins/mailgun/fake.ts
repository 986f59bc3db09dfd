import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook, type FakeEnv, type SubscriptionBook } from '../testing.ts';

const events = [
  'accepted',
  'delivered',
  'temporary_fail',
  'permanent_fail',
  'complained',
  'opened',
  'clicked',
  'unsubscribed',
];

/** The addresses of the domain's events, which Mailgun keeps by event. */
const webhookRoutes = (app: Hono<FakeEnv>, subscriptions: SubscriptionBook): void => {
  /** The addresses of each event. */
  const kept = () => {
    const events = new Map<string, string[]>();
    for (const { url, topics, isActive } of subscriptions.all())
      for (const event of isActive ? topics : []) events.set(event, [...(events.get(event) ?? []), url]);
    return events;
  };
  const drop = (event: string, keep: readonly string[]) => {
    for (const { id, url, topics } of subscriptions.all())
      if (topics.includes(event) && !keep.includes(url)) subscriptions.remove(id);
  };
  const base = '/v3/domains/:domain/webhooks';
  app.get(base, (c) =>
    c.json({ webhooks: Object.fromEntries([...kept()].map(([event, urls]) => [event, { urls }])) }),
  );
  app.get(`${base}/:event`, (c) => {
    const urls = kept().get(c.req.param('event'));
    return urls === undefined ? c.json({ message: 'Webhook not found' }, 404) : c.json({ webhook: { urls } });
  });
  app.post(base, async (c) => {
    const { id: event, url } = await c.req.parseBody();
    if (typeof event !== 'string' || typeof url !== 'string' || !events.includes(event))
      return c.json({ message: 'Invalid webhook' }, 400);
    if (kept().has(event)) return c.json({ message: 'Webhook already exists' }, 400);
    subscriptions.add({ url, topics: [event] });
    return c.json({ message: 'Webhook has been created', webhook: { urls: [url] } });
  });
  app.put(`${base}/:event`, async (c) => {
    const event = c.req.param('event');
    const { url = [] } = await c.req.parseBody({ all: true });
    const urls = [url].flat().map(String);
    const before = kept().get(event);
    if (before === undefined) return c.json({ message: 'Webhook not found' }, 404);
    if (urls.length > 3) return c.json({ message: 'At most 3 URLs' }, 400);
    drop(event, urls);
    for (const one of urls.filter((given) => !before.includes(given)))
      subscriptions.add({ url: one, topics: [event] });
    return c.json({ message: 'Webhook has been updated', webhook: { urls } });
  });
  app.delete(`${base}/:event`, (c) => {
    const event = c.req.param('event');
    const urls = kept().get(event);
    if (urls === undefined) return c.json({ message: 'Webhook not found' }, 404);
    drop(event, []);
    return c.json({ message: 'Webhook has been deleted', webhook: { urls } });
  });
};

/** Mailgun's API v3, as documentation.mailgun.com describes it: forms of both kinds. */
export const createMailgunFake = async (input: { apiKey: string; domain: string }) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const login = `Basic ${Buffer.from(`api:${input.apiKey}`).toString('base64')}`;
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v3/domains/:domain/webhooks/*', async (c, next) => {
      if (c.req.header('authorization') !== login) return c.text('Forbidden', 401);
      if (c.req.param('domain') !== input.domain) return c.json({ message: 'Domain not found' }, 404);
      await next();
      return undefined;
    });
    webhookRoutes(app, subscriptions);
    app.post('/v3/:domain/messages', async (c) => {
      if (c.req.header('authorization') !== login) return c.text('Forbidden', 401);
      if (c.req.param('domain') !== input.domain) return c.json({ message: 'Domain not found' }, 404);
      const form = await c.req.parseBody();
      const { from, to, subject } = form;
      if ([from, to, subject].some((field) => typeof field !== 'string' || field === '')) {
        return c.json({ message: 'from, to and subject are needed' }, 400);
      }
      const fields = await Promise.all(
        Object.entries(form).map(async ([name, value]) => {
          return [name, value instanceof File ? { name: value.name, text: await value.text() } : value];
        }),
      );
      bodies.push(Object.fromEntries(fields));
      happened(String(form['v:ciclo_message_id'] ?? bodies.length));
      return c.json({ id: `<${bodies.length}@${input.domain}>`, message: 'Queued. Thank you.' });
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** A webhook of Mailgun: its signature is a part of the body. A body that is no object stays as it is. */
export const mailgunEvent = (input: {
  body: Uint8Array;
  secret: string;
  now: number;
  id: string;
}): WebhookRequest => {
  const token = createHash('sha256').update(input.id).digest('hex').slice(0, 50);
  const timestamp = String(Math.floor(input.now / 1000));
  const signature = hmacSha256({ key: input.secret, data: `${timestamp}${token}`, encoding: 'hex' });
  const part = JSON.stringify({ timestamp, token, signature });
  const text = Buffer.from(input.body).toString('latin1');
  const isObject = text.startsWith('{"') && text.endsWith('}');
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'content-type': 'application/json' },
    rawBody: isObject
      ? Uint8Array.from(Buffer.from(`{"signature":${part},${text.slice(1)}`, 'latin1'))
      : input.body,
  };
};

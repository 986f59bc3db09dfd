import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook } from '../testing.ts';

const mail = z.object({
  sender: z.object({ email: z.string(), name: z.string().optional() }),
  to: z.array(z.object({ email: z.string(), name: z.string().optional() })).min(1),
  subject: z.string().min(1),
  htmlContent: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

const webhook = z.object({
  url: z.url(),
  type: z.literal('transactional').default('transactional'),
  channel: z.enum(['email', 'sms']).default('email'),
  events: z
    .array(
      z.enum([
        ...(['sent', 'request', 'delivered', 'deferred', 'hardBounce', 'softBounce', 'invalid'] as const),
        ...(['blocked', 'spam', 'opened', 'uniqueOpened', 'click', 'unsubscribed'] as const),
      ]),
    )
    .min(1),
  auth: z.object({ type: z.literal('bearer'), token: z.string().min(1) }).optional(),
});

/** Brevo's API v3, as developers.brevo.com describes it; `broke@` has no credits left. */
export const createBrevoFake = async (apiKey: string) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v3/webhooks/*', async (c, next) => {
      if (c.req.header('api-key') !== apiKey)
        return c.json({ code: 'unauthorized', message: 'Key not found' }, 401);
      await next();
      return undefined;
    });
    app.get('/v3/webhooks', (c) => {
      const webhooks = subscriptions
        .all()
        .filter(({ isActive }) => isActive)
        .map(({ id, url, topics }) => ({
          id: Number(id),
          url,
          description: 'Ciclo',
          events: topics.map((event) => (event === 'request' ? 'sent' : event)),
          type: 'transactional',
          createdAt: '2026-03-01T12:00:00.000Z',
          modifiedAt: '2026-03-01T12:00:00.000Z',
        }));
      return c.json({ webhooks });
    });
    app.post('/v3/webhooks', async (c) => {
      const read = webhook.safeParse(await c.req.json()).data;
      if (read === undefined)
        return c.json({ code: 'invalid_parameter', message: 'The webhook is not valid.' }, 400);
      const { id } = subscriptions.add({ url: read.url, topics: read.events });
      return c.json({ id: Number(id) }, 201);
    });
    app.delete('/v3/webhooks/:id', (c) =>
      subscriptions.remove(c.req.param('id'))
        ? c.body(null, 204)
        : c.json({ code: 'document_not_found', message: 'Webhook not found' }, 404),
    );
    app.post('/v3/smtp/email', async (c) => {
      if (c.req.header('api-key') !== apiKey) {
        return c.json({ code: 'unauthorized', message: 'Key not found' }, 401);
      }
      const body: unknown = await c.req.json();
      const read = mail.safeParse(body);
      if (!read.success) return c.json({ code: 'invalid_parameter', message: 'The mail is not valid.' }, 400);
      if (read.data.sender.email.startsWith('broke@')) {
        return c.json({ code: 'not_enough_credits', message: 'You have insufficient credits.' }, 402);
      }
      bodies.push(body);
      happened(read.data.headers?.['X-Mailin-custom'] ?? `mail-${bodies.length}`);
      return c.json({ messageId: `<${bodies.length}@smtp-relay.mailin.fr>` }, 201);
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** A webhook of Brevo with its bearer token. */
export const brevoEvent = ({ body, secret }: { body: Uint8Array; secret: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
  rawBody: body,
});

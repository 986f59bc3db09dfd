import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook } from '../testing.ts';

const mail = z.object({
  personalizations: z
    .array(
      z.object({ custom_args: z.record(z.string(), z.string()).optional(), to: z.array(z.unknown()).min(1) }),
    )
    .min(1),
  from: z.object({ email: z.string() }),
  subject: z.string().min(1),
  content: z.array(z.object({ type: z.string(), value: z.string().min(1) })).min(1),
  mail_settings: z.object({ sandbox_mode: z.object({ enable: z.boolean() }).optional() }).optional(),
});

const events = [
  'processed',
  'delivered',
  'deferred',
  'bounce',
  'dropped',
  'open',
  'click',
  'spam_report',
  'unsubscribe',
  'group_unsubscribe',
  'group_resubscribe',
];
const webhook = z
  .object({ url: z.url(), enabled: z.boolean(), friendly_name: z.string().optional() })
  .catchall(z.boolean());

/** SendGrid's Mail Send v3, as docs.sendgrid.com describes it; `bodies` are the requests that it took. */
export const createSendgridFake = async (apiKey: string) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  /** Those that sign. */
  const signed = new Set<string>();
  const provider = await createHttpFake(({ app, happened }) => {
    const base = '/v3/user/webhooks/event/settings';
    app.use(`${base}/*`, async (c, next) => {
      if (c.req.header('authorization') !== `Bearer ${apiKey}`)
        return c.json({ errors: [{ message: 'The provided authorization grant is invalid' }] }, 401);
      await next();
      return undefined;
    });
    const keyOf = (id: string) => (signed.has(id) ? `key-of-${id}` : '');
    const shown = ({ id, url, topics, isActive }: ReturnType<typeof subscriptions.add>) => ({
      id: `ev-${id}`,
      url,
      enabled: isActive,
      friendly_name: 'Ciclo',
      public_key: keyOf(id),
      ...Object.fromEntries(events.map((event) => [event, topics.includes(event)])),
    });
    app.get(`${base}/all`, (c) => c.json({ max_allowed: 5, webhooks: subscriptions.all().map(shown) }));
    app.post(base, async (c) => {
      const read = webhook.safeParse(await c.req.json()).data;
      if (read === undefined) return c.json({ errors: [{ message: 'Bad Request', field: null }] }, 400);
      const { url, enabled: _enabled, friendly_name: _name, ...rest } = read;
      const topics = Object.entries(rest).flatMap(([event, on]) => (on ? [event] : []));
      return c.json(shown(subscriptions.add({ url, topics })), 201);
    });
    app.patch(`${base}/signed/:id`, async (c) => {
      const id = c.req.param('id').replace('ev-', '');
      signed.add(id);
      return c.json({ id: c.req.param('id'), public_key: keyOf(id) });
    });
    app.delete(`${base}/:id`, (c) =>
      subscriptions.remove(c.req.param('id').replace('ev-', ''))
        ? c.body(null, 204)
        : c.json({ errors: [{ message: 'Not found' }] }, 404),
    );
    app.post('/v3/mail/send', async (c) => {
      if (c.req.header('authorization') !== `Bearer ${apiKey}`) {
        return c.json(
          { errors: [{ message: 'The provided authorization grant is invalid', field: null }] },
          401,
        );
      }
      const body: unknown = await c.req.json();
      const read = mail.safeParse(body);
      if (!read.success)
        return c.json({ errors: [{ message: 'Bad Request', field: null, help: null }] }, 400);
      bodies.push(body);
      happened(read.data.personalizations[0]?.custom_args?.['ciclo_message_id'] ?? `mail-${bodies.length}`);
      const isSandbox = read.data.mail_settings?.sandbox_mode?.enable === true;
      return c.body(null, isSandbox ? 200 : 202, { 'x-message-id': `sg-${bodies.length}` });
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** A request of the signed event webhook; `privateKey` is PKCS 8 in DER and base64. */
export const signedEvents = (input: {
  body: Uint8Array;
  privateKey: string;
  now: number;
}): WebhookRequest => {
  const time = String(Math.floor(input.now / 1000));
  const key = createPrivateKey({
    key: Buffer.from(input.privateKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const signature = sign('sha256', Buffer.concat([Buffer.from(time), input.body]), key);
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
      'x-twilio-email-event-webhook-timestamp': time,
    },
    rawBody: input.body,
  };
};

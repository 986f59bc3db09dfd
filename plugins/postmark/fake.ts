import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake, createSubscriptionBook } from '../testing.ts';

const mail = z.object({
  From: z.string(),
  To: z.string(),
  Subject: z.string(),
  HtmlBody: z.string(),
  Metadata: z.record(z.string(), z.string()).optional(),
});

const triggers = ['Open', 'Click', 'Delivery', 'Bounce', 'SpamComplaint', 'SubscriptionChange'] as const;
const webhook = z.strictObject({
  Url: z.url(),
  MessageStream: z.string().optional(),
  HttpAuth: z.strictObject({ Username: z.string(), Password: z.string() }).optional(),
  Triggers: z.partialRecord(z.enum(triggers), z.object({ Enabled: z.boolean() })),
});

/** Postmark's e-mail API, as postmarkapp.com/developer describes it; `inactive@` is an inactive recipient, `unsigned@` no sender of ours. */
export const createPostmarkFake = async (token: string) => {
  const bodies: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const auths = new Map<string, unknown>();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/webhooks/*', async (c, next) => {
      if (c.req.header('x-postmark-server-token') !== token)
        return c.json({ ErrorCode: 10, Message: 'No Account or Server API tokens were supplied.' }, 401);
      await next();
      return undefined;
    });
    const shown = ({ id, url, topics, isActive }: ReturnType<typeof subscriptions.add>) => ({
      ID: Number(id),
      Url: url,
      MessageStream: 'outbound',
      HttpAuth: auths.get(id) ?? null,
      HttpHeaders: [],
      Triggers: Object.fromEntries(
        triggers.map((name) => [name, { Enabled: isActive && topics.includes(name) }]),
      ),
    });
    app.get('/webhooks', (c) => c.json({ Webhooks: subscriptions.all().map(shown) }));
    app.post('/webhooks', async (c) => {
      const read = webhook.safeParse(await c.req.json()).data;
      if (read === undefined) return c.json({ ErrorCode: 1100, Message: 'Invalid webhook.' }, 422);
      const topics = triggers.filter((name) => read.Triggers[name]?.Enabled === true);
      const row = subscriptions.add({ url: read.Url, topics });
      auths.set(row.id, read.HttpAuth);
      return c.json(shown(row));
    });
    app.delete('/webhooks/:id', (c) =>
      subscriptions.remove(c.req.param('id'))
        ? c.json({ ErrorCode: 0, Message: 'Webhook removed.' })
        : c.json({ ErrorCode: 1101, Message: 'This webhook was not found.' }, 404),
    );
    app.post('/email', async (c) => {
      if (c.req.header('x-postmark-server-token') !== token) {
        return c.json({ ErrorCode: 10, Message: 'No Account or Server API tokens were supplied.' }, 401);
      }
      const body: unknown = await c.req.json();
      const read = mail.safeParse(body);
      const refuse = (ErrorCode: number, Message: string) => c.json({ ErrorCode, Message }, 422);
      if (!read.success) return refuse(300, 'Invalid e-mail request.');
      const { From, To, Metadata } = read.data;
      if (To.includes('inactive@')) return refuse(406, `You tried to send to ${To}, which is inactive.`);
      if (From.includes('unsigned@')) return refuse(400, `${From} is no Sender Signature.`);
      bodies.push(body);
      happened(Metadata?.['ciclo_message_id'] ?? `mail-${bodies.length}`);
      return c.json({
        To,
        SubmittedAt: '2026-03-01T12:00:00.0000000-00:00',
        MessageID: `pm-${bodies.length}`,
        ErrorCode: 0,
        Message: 'OK',
      });
    });
  });
  return { ...provider, bodies, subscriptions };
};

/** A request of Postmark: user and password as Basic auth. */
export const postmarkRecord = (input: {
  body: Uint8Array;
  user: string;
  secret: string;
}): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    authorization: `Basic ${Buffer.from(`${input.user}:${input.secret}`).toString('base64')}`,
    'content-type': 'application/json',
  },
  rawBody: input.body,
});

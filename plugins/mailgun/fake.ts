import { createHash } from 'node:crypto';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

/** Mailgun's API v3, as documentation.mailgun.com describes it: forms of both kinds. */
export const createMailgunFake = async (input: { apiKey: string; domain: string }) => {
  const bodies: unknown[] = [];
  const login = `Basic ${Buffer.from(`api:${input.apiKey}`).toString('base64')}`;
  const provider = await createHttpFake(({ app, happened }) => {
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
  return { ...provider, bodies };
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

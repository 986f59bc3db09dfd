import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

const mail = z.object({
  sender: z.object({ email: z.string(), name: z.string().optional() }),
  to: z.array(z.object({ email: z.string(), name: z.string().optional() })).min(1),
  subject: z.string().min(1),
  htmlContent: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

/** Brevo's API v3, as developers.brevo.com describes it; `broke@` has no credits left. */
export const createBrevoFake = async (apiKey: string) => {
  const bodies: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
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
  return { ...provider, bodies };
};

/** A webhook of Brevo with its bearer token. */
export const brevoEvent = ({ body, secret }: { body: Uint8Array; secret: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
  rawBody: body,
});

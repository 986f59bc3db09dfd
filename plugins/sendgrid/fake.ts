import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

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

/** SendGrid's Mail Send v3, as docs.sendgrid.com describes it; `bodies` are the requests that it took. */
export const createSendgridFake = async (apiKey: string) => {
  const bodies: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
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
  return { ...provider, bodies };
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

import { z } from 'zod';
import { hmacSha256, type WebhookRequest } from '../contract.ts';
import { createHttpFake } from '../testing.ts';

const digits = z.string().regex(/^\d{6,15}$/);
const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: digits,
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const parameter = z.strictObject({
  type: z.literal('text'),
  text: z
    .string()
    .min(1)
    .max(1_024)
    .regex(/^[^\n\t]*$/),
});
const message = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('text'),
    text: z.strictObject({ preview_url: z.boolean(), body: z.string().min(1).max(4_096) }),
  }),
  z.strictObject({
    ...common,
    type: z.literal('template'),
    template: z.strictObject({
      name: z.string(),
      language: z.strictObject({ code: z.string() }),
      components: z.array(z.strictObject({ type: z.literal('body'), parameters: z.array(parameter).min(1) })),
    }),
  }),
]);

/** Numbers that the fake has no good answer for, by the code of the error. */
const troubles: ReadonlyMap<string, { status: 400 | 401 | 429; code: number; details: string }> = new Map([
  ['131047', { status: 400, code: 131_047, details: 'More than 24 hours have passed.' }],
  ['131026', { status: 400, code: 131_026, details: 'Message undeliverable to +34 600 111 222.' }],
  ['131056', { status: 429, code: 131_056, details: 'Too many messages to one recipient.' }],
  ['132001', { status: 400, code: 132_001, details: 'Template name does not exist in the translation.' }],
]);

/** The messages of Meta's Cloud API, as developers.facebook.com/docs/whatsapp/cloud-api describes them; a number that is a code of an error is answered with it. */
export const createWhatsappFake = async (token: string) => {
  const bodies: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/:version/:phone/messages', async (c) => {
      const refuse = (status: 400 | 401 | 429, code: number, details: string) =>
        c.json(
          {
            error: {
              message: `(#${code}) Refused`,
              type: 'OAuthException',
              code,
              error_data: { messaging_product: 'whatsapp', details },
              fbtrace_id: 'A',
            },
          },
          status,
        );
      if (c.req.header('authorization') !== `Bearer ${token}`)
        return refuse(401, 190, 'Invalid OAuth access token.');
      const body: unknown = await c.req.json();
      const read = message.safeParse(body);
      if (!read.success) return refuse(400, 100, read.error.message);
      const trouble = troubles.get(read.data.to);
      if (trouble !== undefined) return refuse(trouble.status, trouble.code, trouble.details);
      bodies.push(body);
      happened(`message-${bodies.length}`);
      return c.json({
        messaging_product: 'whatsapp',
        contacts: [{ input: read.data.to, wa_id: read.data.to }],
        messages: [{ id: `wamid.${bodies.length}` }],
      });
    });
  });
  return { ...provider, bodies };
};

/** A request of Meta's with the signature of the app. */
export const signedByMeta = ({ body, secret }: { body: Uint8Array; secret: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${hmacSha256({ key: secret, data: body, encoding: 'hex' })}`,
  },
  rawBody: body,
});

/** What Meta tells of an account, as its documentation shows it. */
export const toldByWhatsapp = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
            ...value,
          },
          field,
        },
      ],
    },
  ],
});

/** A message of somebody, as Meta tells of it. */
export const writtenInWhatsapp = (input: { from: string; id: string; text: string; at: number }) =>
  toldByWhatsapp({
    contacts: [{ profile: { name: 'Sheena Nelson' }, wa_id: input.from }],
    messages: [
      {
        from: input.from,
        id: input.id,
        timestamp: String(Math.floor(input.at / 1000)),
        type: 'text',
        text: { body: input.text },
      },
    ],
  });

import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  formatMailAddress,
  loginFailed,
  mailboxesOf,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  withoutAddresses,
} from '../contract.ts';
import { eventsWebhook } from './events.ts';
import { subscriptions } from './subscriptions.ts';

const accepted = z.object({ id: z.string().min(1) });
const refusal = z.object({ message: z.string() });

const config = z.strictObject({
  /** A sending key of the domain, or the key of the account. */
  apiKey: secret(),
  /** The domain that mails go out from, such as `mg.shop.example`. */
  domain: z.string().regex(/^[a-z0-9.-]{3,253}$/i, 'A domain, such as mg.shop.example.'),
  /** `https://api.eu.mailgun.net` for domains of the European Union. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.mailgun.net'),
  /** The "HTTP webhook signing key" of the account; a list while it rotates. */
  webhookKeys: secrets().optional(),
  /** Mailgun takes every mail and delivers none. */
  sandbox: z.boolean().default(false),
  rate: messageRate(),
});

type Files = z.output<typeof emailMessage>['attachments'];

/** A form with files. Mailgun shows a file of `inline` where the HTML names it by `cid:`. */
const multipart = async (input: { form: Readonly<Record<string, string>>; files: Files }) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(input.form)) data.append(name, value);
  for (const { name, type, base64, cid } of input.files) {
    const file = new Blob([Buffer.from(base64, 'base64')], { type });
    data.append(cid === undefined ? 'attachment' : 'inline', file, cid ?? name);
  }
  const encoded = new Response(data);
  return {
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
};

/** E-mail through Mailgun, and its webhooks. */
export const mailgunPlugin = definePlugin({
  id: 'mailgun',
  version: '1.0.0',
  name: 'Mailgun',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.mailgun.net', 'api.eu.mailgun.net'],
  keptSecrets: ['webhookKeys'],
  actions: (action) => ({
    send: action({
      title: 'Send an e-mail',
      channel: 'email',
      input: emailMessage,
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      limits: ({ rate }) => rateLimits(rate),
      async run(ctx, input) {
        const boxes = mailboxesOf(input);
        if (!boxes.ok) return boxes.failure;
        const { apiKey, domain, url, sandbox } = ctx.config;
        const { from, to, replyTo } = boxes;
        const headers = {
          ...input.headers,
          'Message-Id': input.messageId,
          ...(replyTo === undefined ? {} : { 'Reply-To': formatMailAddress(replyTo) }),
        };
        const form = {
          from: formatMailAddress(from),
          to: formatMailAddress(to),
          subject: input.subject,
          html: input.html,
          ...(input.text === '' ? {} : { text: input.text }),
          'o:tracking': 'no',
          ...(sandbox ? { 'o:testmode': 'yes' } : {}),
          'v:ciclo_message_id': ctx.idempotencyKey,
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`h:${name}`, value])),
        };
        const files = input.attachments;
        const body = files.length === 0 ? { form } : await multipart({ form, files });
        const answer = await ctx.http({
          ...body,
          url: new URL(`/v3/${encodeURIComponent(domain)}/messages`, url).href,
          headers: {
            authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString('base64')}`,
            ...('headers' in body ? body.headers : {}),
          },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) return { kind: 'done', output: { id: sent.id }, providerId: sent.id };
        const reason = refusal.safeParse(answer.json).data?.message ?? '';
        // A domain that Mailgun does not know yet, or an account that is unpaid.
        if (answer.status === 404 || answer.status === 402) return loginFailed(withoutAddresses(reason));
        return providerFailure({ ctx, answer, reason });
      },
    }),
  }),
  webhooks: { main: eventsWebhook((read: z.output<typeof config>) => read.webhookKeys ?? []) },
  subscriptions: { main: subscriptions },
});

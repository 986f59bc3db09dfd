import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  mailboxesOf,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
} from '../contract.ts';
import { eventsWebhook } from './events.ts';
import { subscriptions } from './subscriptions.ts';

const refusal = z.object({ errors: z.array(z.object({ message: z.string() })) });

const config = z.strictObject({
  /** With the permission "Mail Send". */
  apiKey: secret(),
  /** `https://api.eu.sendgrid.com` for accounts of the European Union. */
  url: z.url({ protocol: /^https?$/ }).default('https://api.sendgrid.com'),
  /** The verification key that is shown beside "Signed Event Webhook"; a list while it is changed. */
  webhookKeys: secrets().optional(),
  /** Every mail is checked and none is delivered. */
  sandbox: z.boolean().default(false),
  rate: messageRate(),
});

const attached = ({ name, type, base64, cid }: z.output<typeof emailMessage>['attachments'][number]) => ({
  content: base64,
  filename: name,
  type,
  ...(cid === undefined ? { disposition: 'attachment' } : { disposition: 'inline', content_id: cid }),
});

/** E-mail through Twilio SendGrid: Mail Send v3, and the signed event webhook. */
export const sendgridPlugin = definePlugin({
  id: 'sendgrid',
  version: '1.0.0',
  name: 'SendGrid',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.sendgrid.com', 'api.eu.sendgrid.com'],
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
        const { from, to, replyTo } = boxes;
        const { apiKey, url, sandbox } = ctx.config;
        const off = { enable: false };
        const answer = await ctx.http({
          url: new URL('/v3/mail/send', url).href,
          headers: { authorization: `Bearer ${apiKey}` },
          json: {
            personalizations: [{ to: [to], custom_args: { ciclo_message_id: ctx.idempotencyKey } }],
            from,
            ...(replyTo === undefined ? {} : { reply_to: replyTo }),
            subject: input.subject,
            content: [
              ...(input.text === '' ? [] : [{ type: 'text/plain', value: input.text }]),
              { type: 'text/html', value: input.html },
            ],
            headers: { ...input.headers, 'Message-ID': input.messageId },
            ...(input.attachments.length === 0 ? {} : { attachments: input.attachments.map(attached) }),
            // Links are ours already, and an unsubscribe of SendGrid would be a second one.
            tracking_settings: {
              click_tracking: off,
              open_tracking: off,
              subscription_tracking: off,
            },
            ...(sandbox ? { mail_settings: { sandbox_mode: { enable: true } } } : {}),
          },
        });
        const id = answer.headers['x-message-id'] ?? '';
        if (answer.status === 202 || (sandbox && answer.status === 200 && answer.text === '')) {
          return { kind: 'done', output: { id }, ...(id === '' ? {} : { providerId: id }) };
        }
        const said = refusal.safeParse(answer.json).data?.errors.map(({ message }) => message);
        return providerFailure({ ctx, answer, reason: said?.join(' ') });
      },
    }),
  }),
  webhooks: { main: eventsWebhook((read: z.output<typeof config>) => read.webhookKeys ?? []) },
  subscriptions: { main: subscriptions },
});

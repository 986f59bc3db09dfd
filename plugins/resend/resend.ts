import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  formatMailAddress,
  mailboxesOf,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  standardWebhookKey,
} from '../contract.ts';
import { eventsWebhook } from './events.ts';
import { subscriptions } from './subscriptions.ts';

const accepted = z.object({ id: z.string().min(1) });
const refusal = z.object({ name: z.string(), message: z.string() });

/** Another attempt with this key is on its way. */
const BUSY = 'concurrent_idempotent_requests';
/** The key was taken with other content: an earlier attempt was accepted, and its mail was rendered at another time. */
const USED = 'invalid_idempotent_request';

const config = z.strictObject({
  apiKey: secret(),
  url: z.url({ protocol: /^https?$/ }).default('https://api.resend.com'),
  /** The signing secrets of the webhook, `whsec_...`; a list while they rotate. */
  webhookSecrets: secrets()
    .refine(
      (all) => all.every((one) => standardWebhookKey(one).length >= 16),
      'A secret is whsec_ followed by the base64 of at least 16 bytes.',
    )
    .optional(),
  rate: messageRate(),
});

const attached = ({ name, type, base64, cid }: z.output<typeof emailMessage>['attachments'][number]) => ({
  filename: name,
  content: base64,
  content_type: type,
  ...(cid === undefined ? {} : { content_id: cid }),
});

/** E-mail through Resend, and its webhooks, which Svix signs. */
export const resendPlugin = definePlugin({
  id: 'resend',
  version: '1.0.0',
  name: 'Resend',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.resend.com'],
  keptSecrets: ['webhookSecrets'],
  actions: (action) => ({
    send: action({
      title: 'Send an e-mail',
      channel: 'email',
      input: emailMessage,
      output: z.object({ id: z.string() }),
      effect: 'write',
      // Resend keeps a key for 24 hours.
      idempotency: 'native-key',
      // Two a second are what a new account may.
      limits: ({ rate }) => rateLimits(rate, { messages: 2, perSeconds: 1 }),
      async run(ctx, input) {
        const boxes = mailboxesOf(input);
        if (!boxes.ok) return boxes.failure;
        const { apiKey, url } = ctx.config;
        const { from, to, replyTo } = boxes;
        const isTag = /^[A-Za-z0-9_-]{1,256}$/.test(ctx.idempotencyKey);
        const answer = await ctx.http({
          url: new URL('/emails', url).href,
          headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': ctx.idempotencyKey.slice(0, 256) },
          json: {
            from: formatMailAddress(from),
            to: [formatMailAddress(to)],
            ...(replyTo === undefined ? {} : { reply_to: formatMailAddress(replyTo) }),
            subject: input.subject,
            html: input.html,
            text: input.text,
            headers: { ...input.headers, 'Message-ID': input.messageId },
            ...(input.attachments.length === 0 ? {} : { attachments: input.attachments.map(attached) }),
            ...(isTag ? { tags: [{ name: 'ciclo_message_id', value: ctx.idempotencyKey }] } : {}),
          },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) return { kind: 'done', output: { id: sent.id }, providerId: sent.id };
        const { name = '', message: reason } = refusal.safeParse(answer.json).data ?? {};
        if (answer.status === 409 && name === USED) return { kind: 'done', output: { id: '' } };
        if (answer.status === 409 && name === BUSY) {
          const message = 'Another attempt with the same key is on its way.';
          return { kind: 'retry', code: 'busy', message, afterMs: 1_000 };
        }
        return providerFailure({ ctx, answer, reason });
      },
    }),
  }),
  webhooks: { main: eventsWebhook((read: z.output<typeof config>) => read.webhookSecrets ?? []) },
  subscriptions: { main: subscriptions },
});

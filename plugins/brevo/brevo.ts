import { z } from 'zod';
import {
  definePlugin,
  emailMessage,
  loginFailed,
  mailboxesOf,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  withoutAddresses,
} from '../contract.ts';
import { eventsWebhook, oursPrefix } from './events.ts';
import { subscriptions } from './subscriptions.ts';

const accepted = z.object({ messageId: z.string().min(1) });
const refusal = z.object({ code: z.string(), message: z.string() });

/** About the account, not about this mail: once that is corrected, it goes. */
const aboutAccount: ReadonlySet<string> = new Set([
  'not_enough_credits',
  'permission_denied',
  'unauthorized',
  'account_under_validation',
]);

const config = z.strictObject({
  /** A key of the API v3, `xkeysib-...`. */
  apiKey: secret(),
  url: z.url({ protocol: /^https?$/ }).default('https://api.brevo.com'),
  /** The token that Brevo's webhook sends (`"auth": { "type": "bearer" }`); a list while it is changed. */
  webhookTokens: secrets().optional(),
  /** Every mail is checked and none is delivered. */
  sandbox: z.boolean().default(false),
  rate: messageRate(),
});

/** E-mail through Brevo (Sendinblue), and its transactional webhooks. */
export const brevoPlugin = definePlugin({
  id: 'brevo',
  version: '1.0.0',
  name: 'Brevo',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.brevo.com'],
  keptSecrets: ['webhookTokens'],
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
        const { apiKey, url, sandbox } = ctx.config;
        const { from, to, replyTo } = boxes;
        const answer = await ctx.http({
          url: new URL('/v3/smtp/email', url).href,
          headers: { 'api-key': apiKey, accept: 'application/json' },
          json: {
            sender: from,
            to: [to],
            ...(replyTo === undefined ? {} : { replyTo }),
            subject: input.subject,
            htmlContent: input.html,
            ...(input.text === '' ? {} : { textContent: input.text }),
            // Brevo shows no picture inside a mail: it is a file of it.
            ...(input.attachments.length === 0
              ? {}
              : { attachment: input.attachments.map(({ name, base64 }) => ({ name, content: base64 })) }),
            headers: {
              ...input.headers,
              'X-Mailin-custom': `${oursPrefix}${ctx.idempotencyKey}`,
              idempotencyKey: ctx.idempotencyKey,
              ...(sandbox ? { 'X-Sib-Sandbox': 'drop' } : {}),
            },
          },
        });
        const sent = answer.status === 201 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) {
          return { kind: 'done', output: { id: sent.messageId }, providerId: sent.messageId };
        }
        const { code = '', message: reason } = refusal.safeParse(answer.json).data ?? {};
        if (aboutAccount.has(code)) return loginFailed(withoutAddresses(reason ?? code));
        return providerFailure({ ctx, answer, reason });
      },
    }),
  }),
  webhooks: { main: eventsWebhook((read: z.output<typeof config>) => read.webhookTokens ?? []) },
  subscriptions: { main: subscriptions },
});

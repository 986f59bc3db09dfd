import { z } from 'zod';
import {
  definePlugin,
  loginFailed,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  textMessage,
  textWithSubject,
} from '../contract.ts';
import { subscriptions } from './subscriptions.ts';
import { updatesWebhook } from './updates.ts';

const accepted = z.object({ ok: z.literal(true), result: z.object({ message_id: z.number() }) });
const refusal = z.object({
  ok: z.literal(false),
  description: z.string(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** What Telegram says of somebody it will not reach again, in 400 and 403. */
const gone = /blocked by the user|user is deactivated|chat not found|kicked|can't initiate conversation/i;

const config = z.strictObject({
  /** The token that BotFather gave. */
  token: secret(),
  /** What `setWebhook` was given as `secret_token`; a list while it is changed. */
  webhookSecrets: secrets().optional(),
  url: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
  rate: messageRate(),
});

/** Messages of a Telegram bot: to people who wrote to it, and theirs to it. The address on the channel `telegram` is the id of the chat. */
export const telegramPlugin = definePlugin({
  id: 'telegram',
  version: '1.0.0',
  name: 'Telegram',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['api.telegram.org'],
  keptSecrets: ['webhookSecrets'],
  actions: (action) => ({
    send: action({
      title: 'Send a message',
      channel: 'telegram',
      input: textMessage({ textMax: 4_096 }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      idempotency: 'none',
      // Telegram lets a bot write about thirty messages a second.
      limits: ({ rate }) => rateLimits(rate, { messages: 30, perSeconds: 1 }),
      async run(ctx, input) {
        const { token, url } = ctx.config;
        const answer = await ctx.http({
          url: new URL(`/bot${token}/sendMessage`, url).href,
          json: { chat_id: input.to, text: textWithSubject(input) },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) {
          const id = String(sent.result.message_id);
          return { kind: 'done', output: { id }, providerId: `${input.to}:${id}` };
        }
        const { description = '', parameters } = refusal.safeParse(answer.json).data ?? {};
        if (answer.status === 404) return loginFailed('Telegram does not know the token.');
        if ((answer.status === 400 || answer.status === 403) && gone.test(description)) {
          return { kind: 'rejected', code: 'unreachable', message: description, recipientBlocked: true };
        }
        const failure = providerFailure({ ctx, answer, reason: description, forbiddenIsLogin: false });
        const seconds = parameters?.retry_after;
        // Telegram says in the body when to come back.
        return failure.kind === 'retry' && answer.status === 429 && seconds !== undefined
          ? { ...failure, afterMs: Math.min(Math.max(seconds, 0), 86_400) * 1_000 }
          : failure;
      },
    }),
  }),
  subscriptions: { main: subscriptions },
  webhooks: { main: updatesWebhook((read: z.output<typeof config>) => read.webhookSecrets ?? []) },
});

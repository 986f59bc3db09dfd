import { z } from 'zod';
import {
  definePlugin,
  type Failure,
  loginFailed,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  secrets,
  textMessage,
  textWithSubject,
} from '../contract.ts';
import { eventsWebhook } from './events.ts';

const accepted = z.object({ ok: z.literal(true), ts: z.string(), channel: z.string() });
const refusal = z.object({ ok: z.literal(false), error: z.string() });

/** Slack answers 200 and says in the body what is wrong. These are about the token or the app. */
const aboutToken =
  /^(?:invalid_auth|not_authed|account_inactive|token_revoked|token_expired|missing_scope|no_permission|ekm_access_denied|access_denied|team_access_not_granted|org_login_required)$/;
const forLater =
  /^(?:ratelimited|rate_limited|message_limit_exceeded|service_unavailable|team_added_to_org)$/;
const unclear = /^(?:internal_error|fatal_error|request_timeout)$/;

const failureOf = (error: string): Failure => {
  const message = `Slack says ${error}.`;
  if (aboutToken.test(error)) return loginFailed(message);
  if (forLater.test(error)) return { kind: 'retry', code: 'rate-limited', message, afterMs: 30_000 };
  if (unclear.test(error)) return { kind: 'unknown', code: 'provider-failed', message };
  return { kind: 'rejected', code: error.replaceAll('_', '-'), message };
};

const config = z.strictObject({
  /** The bot's token, `xoxb-...`, with the scope `chat:write`. */
  token: secret(),
  /** The app's signing secret; a list while it rotates. */
  signingSecrets: secrets().optional(),
  url: z.url({ protocol: /^https?$/ }).default('https://slack.com'),
  rate: messageRate(),
});

/** Messages of a Slack app: to people and channels of a workspace, and what people write to it. The address on the channel `slack` is an id (`U...`, `C...`, `D...`). */
export const slackPlugin = definePlugin({
  id: 'slack',
  version: '1.0.0',
  name: 'Slack',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['slack.com'],
  keptSecrets: ['signingSecrets'],
  actions: (action) => ({
    send: action({
      title: 'Send a message',
      channel: 'slack',
      input: textMessage({ textMax: 4_000 }),
      output: z.object({ id: z.string(), channel: z.string() }),
      effect: 'write',
      idempotency: 'none',
      // Slack takes about one message a second in a channel.
      limits: ({ rate }) => rateLimits(rate, { messages: 1, perSeconds: 1 }),
      async run(ctx, input) {
        const { token, url } = ctx.config;
        const answer = await ctx.http({
          url: new URL('/api/chat.postMessage', url).href,
          headers: { authorization: `Bearer ${token}` },
          json: { channel: input.to, text: textWithSubject(input) },
        });
        const sent = answer.status === 200 ? accepted.safeParse(answer.json).data : undefined;
        if (sent !== undefined) {
          const { ts: id, channel } = sent;
          return { kind: 'done', output: { id, channel }, providerId: `${channel}:${id}` };
        }
        const said = refusal.safeParse(answer.json).data;
        if (answer.status === 200 && said !== undefined) return failureOf(said.error);
        return providerFailure({ ctx, answer, reason: said?.error });
      },
    }),
  }),
  webhooks: { main: eventsWebhook((read: z.output<typeof config>) => read.signingSecrets ?? []) },
});

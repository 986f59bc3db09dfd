import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type ActionContext,
  definePlugin,
  type Failure,
  type HttpAnswer,
  loginFailed,
  messageRate,
  providerFailure,
  rateLimits,
  secret,
  textMessage,
  textWithSubject,
} from '../contract.ts';

const made = z.object({ id: z.string().min(1) });
const refusal = z.object({ code: z.number(), message: z.string() });

/** Codes of Discord about whom a message goes to: nobody is there, or takes no messages of this bot. */
const unreachable: ReadonlySet<number> = new Set([10_013, 50_007]);
/** About the bot: its access, its permissions, its standing. */
const aboutBot: ReadonlySet<number> = new Set([20_026, 40_001, 50_001, 50_013]);
/** Too many private channels opened at once. */
const tooFast = 40_003;

const config = z.strictObject({
  /** The token of the bot. */
  token: secret(),
  url: z.url({ protocol: /^https?$/ }).default('https://discord.com'),
  rate: messageRate(),
});

type Ctx = ActionContext<z.output<typeof config>, undefined>;

const post = (ctx: Ctx, path: string, json: unknown): Promise<HttpAnswer> =>
  ctx.http({
    url: new URL(`/api/v10${path}`, ctx.config.url).href,
    headers: {
      authorization: `Bot ${ctx.config.token}`,
      'user-agent': 'DiscordBot (https://ciclo.example, 1)',
    },
    json,
  });

const failureOf = (ctx: Ctx, answer: HttpAnswer): Failure => {
  const said = refusal.safeParse(answer.json).data;
  const { code = 0, message: reason = '' } = said ?? {};
  if (unreachable.has(code)) {
    return { kind: 'rejected', code: 'unreachable', message: reason, recipientBlocked: true };
  }
  if (aboutBot.has(code)) return loginFailed(`Discord says: ${reason}`);
  if (code === tooFast) return { kind: 'retry', code: 'rate-limited', message: reason, afterMs: 60_000 };
  return providerFailure({ ctx, answer, reason, forbiddenIsLogin: false });
};

/** Discord takes 25 characters, and drops a message with the nonce of one of the last minutes. */
const nonceOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 25);

/** The channel of an address: `#` and its id, or the private one with the person. */
const channelOf = async (ctx: Ctx, to: string): Promise<{ id: string } | Failure> => {
  if (to.startsWith('#')) return { id: to.slice(1) };
  // Who has one already gets the same one again.
  const answer = await post(ctx, '/users/@me/channels', { recipient_id: to });
  const opened = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  if (opened !== undefined) return opened;
  const failure = failureOf(ctx, answer);
  // Nothing was said yet, so nothing can be said twice.
  return failure.kind === 'unknown' ? { ...failure, kind: 'retry' } : failure;
};

/** Messages of a Discord bot. The address on the channel `discord` is the id of a person, or `#` and the id of a channel. */
export const discordPlugin = definePlugin({
  id: 'discord',
  version: '1.0.0',
  name: 'Discord',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['discord.com'],
  actions: (action) => ({
    send: action({
      title: 'Send a message',
      channel: 'discord',
      input: textMessage({ textMax: 2_000 }).extend({
        to: z.string().regex(/^#?\d{15,25}$/, 'The id of a person, or # and the id of a channel.'),
      }),
      output: z.object({ id: z.string() }),
      effect: 'write',
      // The nonce holds for some minutes only.
      idempotency: 'none',
      // Discord lets a bot write about five messages in five seconds in a channel, and fifty a second in all.
      limits: ({ rate }) => rateLimits(rate, { messages: 5, perSeconds: 1 }),
      async run(ctx, input) {
        const channel = await channelOf(ctx, input.to);
        if ('kind' in channel) return channel;
        const answer = await post(ctx, `/channels/${channel.id}/messages`, {
          content: textWithSubject(input),
          nonce: nonceOf(ctx.idempotencyKey),
          enforce_nonce: true,
          // A name in a text calls nobody.
          allowed_mentions: { parse: [] },
        });
        const sent = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
        return sent === undefined
          ? failureOf(ctx, answer)
          : { kind: 'done', output: { id: sent.id }, providerId: `${channel.id}:${sent.id}` };
      },
    }),
  }),
  health: async (ctx) => {
    const { url, token } = ctx.config;
    const { status } = await ctx.http({
      url: new URL('/api/v10/users/@me', url).href,
      headers: { authorization: `Bot ${token}` },
    });
    return status === 200
      ? { ok: true }
      : { ok: false, message: `Discord answered ${status} to who the bot is.` };
  },
});

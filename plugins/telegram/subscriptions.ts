import { z } from 'zod';
import {
  type ActionContext,
  type HttpAnswer,
  loginFailed,
  providerFailure,
  type Subscriptions,
} from '../contract.ts';

/** What the bot signs in with. */
type BotConfig = {
  readonly token: string;
  readonly url: string;
  readonly webhookSecrets?: readonly string[] | undefined;
};

const told = z.object({
  ok: z.literal(true),
  result: z.object({ url: z.string(), allowed_updates: z.array(z.string()).default([]) }),
});
const done = z.object({ ok: z.literal(true) });

type Ctx = Pick<ActionContext<BotConfig, undefined>, 'config' | 'http' | 'failure'>;

const call = (ctx: Ctx, method: string, json: unknown): Promise<HttpAnswer> =>
  ctx.http({ url: new URL(`/bot${ctx.config.token}/${method}`, ctx.config.url).href, json });

const failureOf = (ctx: Ctx, answer: HttpAnswer) =>
  answer.status === 404 ? loginFailed('Telegram does not know the token.') : providerFailure({ ctx, answer });

/** Telegram sends the updates of a bot to one address. */
export const subscriptions: Subscriptions<BotConfig, undefined> = {
  topics: () => ['message', 'my_chat_member'],
  holds: 'all-topics',
  single: true,
  sends: ['webhookSecrets'],
  missing: ({ webhookSecrets = [] }) =>
    webhookSecrets.length === 0 ? 'Configure `webhookSecrets`: what Telegram shall send along.' : undefined,
  list: async (ctx) => {
    const answer = await call(ctx, 'getWebhookInfo', {});
    const read = answer.status === 200 ? told.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    const { url, allowed_updates: topics } = read.result;
    return {
      kind: 'done',
      subscriptions: url === '' ? [] : [{ id: 'webhook', url, topics, isActive: true }],
    };
  },
  create: async (ctx, { url, topics }) => {
    const [secret] = ctx.config.webhookSecrets ?? [];
    const answer = await call(ctx, 'setWebhook', { url, allowed_updates: topics, secret_token: secret });
    return answer.status === 200 && done.safeParse(answer.json).success
      ? { kind: 'done' }
      : failureOf(ctx, answer);
  },
  remove: async (ctx) => {
    const answer = await call(ctx, 'deleteWebhook', {});
    return answer.status === 200 && done.safeParse(answer.json).success
      ? { kind: 'done' }
      : failureOf(ctx, answer);
  },
};

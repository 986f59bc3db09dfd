import { z } from 'zod';
import { type ActionContext, providerFailure, type Subscription, type Subscriptions } from '../contract.ts';
import { topics } from './events.ts';

type ResendConfig = { readonly apiKey: string; readonly url: string };

const page = z.object({
  has_more: z.boolean().default(false),
  data: z.array(
    z.object({
      id: z.string(),
      endpoint: z.string(),
      status: z.string(),
      events: z.array(z.string()).nullable(),
    }),
  ),
});
const made = z.object({ id: z.string(), signing_secret: z.string().optional() });
const refusal = z.object({ message: z.string() });
const pagesMax = 20;

type Ctx = ActionContext<ResendConfig, undefined>;

const call = (ctx: Ctx, input: { path: string; json?: unknown; method?: 'DELETE' }) => {
  const { url, apiKey } = ctx.config;
  const { path, ...rest } = input;
  return ctx.http({
    ...rest,
    url: new URL(path, url).href,
    headers: { authorization: `Bearer ${apiKey}` },
  });
};

const failureOf = (ctx: Ctx, answer: Awaited<ReturnType<typeof call>>) =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.message });

/** Resend keeps an endpoint with all its events, makes a signing secret for it, and says that when it is made. */
export const subscriptions: Subscriptions<ResendConfig, undefined> = {
  topics: () => topics,
  holds: 'all-topics',
  makesSecret: true,
  list: async (ctx) => {
    const found: Subscription[] = [];
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const after = found.at(-1);
      const query = new URLSearchParams({
        limit: '100',
        ...(after === undefined ? {} : { after: after.id }),
      });
      const answer = await call(ctx, { path: `/webhooks?${query.toString()}` });
      const read = answer.status === 200 ? page.safeParse(answer.json).data : undefined;
      if (read === undefined) return failureOf(ctx, answer);
      for (const { id, endpoint: url, events, status } of read.data)
        found.push({ id, url, topics: events ?? [], isActive: status === 'enabled' });
      if (!read.has_more || read.data.length === 0) break;
    }
    return { kind: 'done', subscriptions: found };
  },
  create: async (ctx, { url, topics: events }) => {
    const answer = await call(ctx, { path: '/webhooks', json: { endpoint: url, events } });
    const isMade = answer.status === 200 || answer.status === 201;
    const read = isMade ? made.safeParse(answer.json).data : undefined;
    return read === undefined ? failureOf(ctx, answer) : { kind: 'done', secret: read.signing_secret };
  },
  remove: async (ctx, { id }) => {
    const answer = await call(ctx, { path: `/webhooks/${encodeURIComponent(id)}`, method: 'DELETE' });
    return answer.status === 200 || answer.status === 404 ? { kind: 'done' } : failureOf(ctx, answer);
  },
};

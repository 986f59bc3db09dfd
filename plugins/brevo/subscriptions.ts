import { z } from 'zod';
import { type ActionContext, providerFailure, type Subscriptions } from '../contract.ts';

type BrevoConfig = {
  readonly apiKey: string;
  readonly url: string;
  readonly webhookTokens?: readonly string[] | undefined;
};

/** The events as the API names them; in webhooks they have other names. */
const events = [
  'request',
  'delivered',
  'deferred',
  'hardBounce',
  'softBounce',
  'invalid',
  'blocked',
  'spam',
  'opened',
  'click',
  'unsubscribed',
];
/** Brevo takes and gives both names for a mail that it took. */
const nameOf = (event: string): string => (event === 'sent' ? 'request' : event);

const listed = z.object({
  webhooks: z.array(z.object({ id: z.number(), url: z.string(), events: z.array(z.string()) })),
});
const made = z.object({ id: z.number() });
const refusal = z.object({ message: z.string() });

type Ctx = ActionContext<BrevoConfig, undefined>;

const call = (ctx: Ctx, input: { path: string; json?: unknown; method?: 'DELETE' }) => {
  const { url, apiKey } = ctx.config;
  const { path, ...rest } = input;
  return ctx.http({
    ...rest,
    url: new URL(`/v3/${path}`, url).href,
    headers: { 'api-key': apiKey, accept: 'application/json' },
  });
};

const failureOf = (ctx: Ctx, answer: Awaited<ReturnType<typeof call>>) =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.message });

/** Brevo keeps transactional webhooks with all their events, and the token that they send along. */
export const subscriptions: Subscriptions<BrevoConfig, undefined> = {
  topics: () => events,
  holds: 'all-topics',
  sends: ['webhookTokens'],
  missing: ({ webhookTokens = [] }) =>
    webhookTokens.length === 0 ? 'Configure `webhookTokens`: what Brevo shall send along.' : undefined,
  list: async (ctx) => {
    const answer = await call(ctx, { path: 'webhooks?type=transactional' });
    const read = answer.status === 200 ? listed.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    return {
      kind: 'done',
      subscriptions: read.webhooks.map(({ id, url, events: topics }) => ({
        id: String(id),
        url,
        topics: topics.map(nameOf),
        isActive: true,
      })),
    };
  },
  create: async (ctx, { url, topics }) => {
    const [token] = ctx.config.webhookTokens ?? [];
    const json = {
      url,
      description: 'Ciclo',
      type: 'transactional',
      channel: 'email',
      events: topics,
      auth: { type: 'bearer', token },
    };
    const answer = await call(ctx, { path: 'webhooks', json });
    return answer.status === 201 && made.safeParse(answer.json).success
      ? { kind: 'done' }
      : failureOf(ctx, answer);
  },
  remove: async (ctx, { id }) => {
    const answer = await call(ctx, { path: `webhooks/${encodeURIComponent(id)}`, method: 'DELETE' });
    return answer.status === 204 || answer.status === 404 ? { kind: 'done' } : failureOf(ctx, answer);
  },
};

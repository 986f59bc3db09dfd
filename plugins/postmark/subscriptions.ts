import { z } from 'zod';
import { type ActionContext, providerFailure, type Subscriptions } from '../contract.ts';

type PostmarkConfig = {
  readonly serverToken: string;
  readonly url: string;
  readonly stream: string;
  readonly webhook?: { readonly user: string; readonly password: string } | undefined;
};

const triggers = ['Delivery', 'Bounce', 'SpamComplaint', 'Open', 'Click', 'SubscriptionChange'] as const;

const listed = z.object({
  Webhooks: z.array(
    z.object({
      ID: z.number(),
      Url: z.string(),
      HttpAuth: z.object({ Username: z.string(), Password: z.string() }).nullish(),
      Triggers: z.partialRecord(z.enum(triggers), z.object({ Enabled: z.boolean() })),
    }),
  ),
});
const made = z.object({ ID: z.number() });
const refusal = z.object({ Message: z.string() });

type Ctx = ActionContext<PostmarkConfig, undefined>;

const call = (ctx: Ctx, input: { path: string; json?: unknown; method?: 'DELETE' }) => {
  const { url, serverToken } = ctx.config;
  const { path, ...rest } = input;
  return ctx.http({
    ...rest,
    url: new URL(path, url).href,
    headers: { 'x-postmark-server-token': serverToken, accept: 'application/json' },
  });
};

const failureOf = (ctx: Ctx, answer: Awaited<ReturnType<typeof call>>) =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.Message });

/** Postmark keeps webhooks of each stream, with the triggers they are sent for. */
export const subscriptions: Subscriptions<PostmarkConfig, undefined> = {
  topics: () => [...triggers],
  holds: 'all-topics',
  sends: ['webhook.password'],
  missing: ({ webhook }) =>
    webhook === undefined
      ? 'Configure `webhook`: the user and password that Postmark shall send.'
      : undefined,
  list: async (ctx) => {
    const { stream, webhook } = ctx.config;
    const answer = await call(ctx, { path: `/webhooks?MessageStream=${encodeURIComponent(stream)}` });
    const read = answer.status === 200 ? listed.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    return {
      kind: 'done',
      subscriptions: read.Webhooks.map(({ ID, Url: url, HttpAuth: auth, Triggers }) => ({
        id: String(ID),
        url,
        topics: triggers.filter((name) => Triggers[name]?.Enabled === true),
        // One with another password than ours is refused here, so it counts as none.
        isActive: auth?.Username === webhook?.user && auth?.Password === webhook?.password,
      })),
    };
  },
  create: async (ctx, { url, topics }) => {
    const { stream, webhook } = ctx.config;
    const json = {
      Url: url,
      MessageStream: stream,
      HttpAuth: { Username: webhook?.user, Password: webhook?.password },
      Triggers: Object.fromEntries(topics.map((name) => [name, { Enabled: true }])),
    };
    const answer = await call(ctx, { path: '/webhooks', json });
    return answer.status === 200 && made.safeParse(answer.json).success
      ? { kind: 'done' }
      : failureOf(ctx, answer);
  },
  remove: async (ctx, { id }) => {
    const answer = await call(ctx, { path: `/webhooks/${encodeURIComponent(id)}`, method: 'DELETE' });
    return answer.status === 200 || answer.status === 404 ? { kind: 'done' } : failureOf(ctx, answer);
  },
};

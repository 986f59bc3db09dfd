import { z } from 'zod';
import { type ActionContext, providerFailure, type Subscriptions } from '../contract.ts';

type SendgridConfig = { readonly apiKey: string; readonly url: string };

/** The events as the settings name them. */
const events = [
  'processed',
  'delivered',
  'deferred',
  'bounce',
  'dropped',
  'open',
  'click',
  'spam_report',
  'unsubscribe',
  'group_unsubscribe',
];

const settings = z.looseObject({
  id: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  public_key: z.string().nullish(),
});
const listed = z.object({ webhooks: z.array(settings) });
const made = z.object({ id: z.string() });
const signed = z.object({ public_key: z.string().min(1) });
const refusal = z.object({ errors: z.array(z.object({ message: z.string() })) });

type Ctx = ActionContext<SendgridConfig, undefined>;

const call = (ctx: Ctx, input: { path?: string; json?: unknown; method?: 'PATCH' | 'DELETE' }) => {
  const { url, apiKey } = ctx.config;
  const { path = '', ...rest } = input;
  return ctx.http({
    ...rest,
    url: new URL(`/v3/user/webhooks/event/settings${path}`, url).href,
    headers: { authorization: `Bearer ${apiKey}` },
  });
};

const failureOf = (ctx: Ctx, answer: Awaited<ReturnType<typeof call>>) => {
  const said = refusal.safeParse(answer.json).data?.errors.map(({ message }) => message);
  return providerFailure({ ctx, answer, reason: said?.join(' ') });
};

/** SendGrid keeps event webhooks with all their events; a new one is told to sign, and has a key of its own for that. */
export const subscriptions: Subscriptions<SendgridConfig, undefined> = {
  topics: () => events,
  holds: 'all-topics',
  makesSecret: true,
  list: async (ctx) => {
    const answer = await call(ctx, { path: '/all' });
    const read = answer.status === 200 ? listed.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    return {
      kind: 'done',
      subscriptions: read.webhooks.map(({ id, url, enabled, public_key: key, ...rest }) => ({
        id,
        url,
        topics: events.filter((event) => rest[event] === true),
        // What is not signed is refused here.
        isActive: enabled && (key ?? '') !== '',
      })),
    };
  },
  create: async (ctx, { url, topics }) => {
    const json = {
      enabled: true,
      url,
      friendly_name: 'Ciclo',
      ...Object.fromEntries(topics.map((event) => [event, true])),
    };
    const answer = await call(ctx, { json });
    const isMade = answer.status === 200 || answer.status === 201;
    const read = isMade ? made.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    const signing = await call(ctx, {
      path: `/signed/${encodeURIComponent(read.id)}`,
      method: 'PATCH',
      json: { enabled: true },
    });
    const key = signing.status === 200 ? signed.safeParse(signing.json).data : undefined;
    return key === undefined ? failureOf(ctx, signing) : { kind: 'done', secret: key.public_key };
  },
  remove: async (ctx, { id }) => {
    const answer = await call(ctx, { path: `/${encodeURIComponent(id)}`, method: 'DELETE' });
    return answer.status === 204 || answer.status === 404 ? { kind: 'done' } : failureOf(ctx, answer);
  },
};

import { z } from 'zod';
import { providerFailure, type Subscription, type Subscriptions } from '../contract.ts';
import { callStripe, type StripeConfig } from './api.ts';
import { topics } from './topics.ts';

const page = z.object({
  has_more: z.boolean(),
  data: z.array(
    z.object({ id: z.string(), url: z.string(), status: z.string(), enabled_events: z.array(z.string()) }),
  ),
});
const endpoint = z.object({ id: z.string(), secret: z.string().optional() });
const pagesMax = 20;

/** Stripe keeps an endpoint with all its events, makes a secret for it, and says that once. */
export const endpoints: Subscriptions<StripeConfig, undefined> = {
  topics: () => [...topics.keys()],
  holds: 'all-topics',
  makesSecret: true,
  missing: ({ apiKey }) =>
    apiKey === undefined ? 'Configure `apiKey`: a key that may write webhook endpoints.' : undefined,
  list: async (ctx) => {
    const found: Subscription[] = [];
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const after = found.at(-1);
      const query = new URLSearchParams({
        limit: '100',
        ...(after === undefined ? {} : { starting_after: after.id }),
      });
      const answer = await callStripe(ctx, { path: `/v1/webhook_endpoints?${query.toString()}` });
      const read = answer.status === 200 ? page.safeParse(answer.json).data : undefined;
      if (read === undefined) return providerFailure({ ctx, answer });
      for (const { id, url, status, enabled_events: names } of read.data)
        found.push({ id, url, topics: names, isActive: status === 'enabled' });
      if (!read.has_more || read.data.length === 0) break;
    }
    return { kind: 'done', subscriptions: found };
  },
  create: async (ctx, { url, topics: names }) => {
    const events = Object.fromEntries(names.map((name, index) => [`enabled_events[${index}]`, name]));
    const form = { url, description: 'Ciclo', ...events };
    const answer = await callStripe(ctx, { path: '/v1/webhook_endpoints', form });
    const read = answer.status === 200 ? endpoint.safeParse(answer.json).data : undefined;
    return read === undefined ? providerFailure({ ctx, answer }) : { kind: 'done', secret: read.secret };
  },
  remove: async (ctx, { id }) => {
    const path = `/v1/webhook_endpoints/${encodeURIComponent(id)}`;
    const answer = await callStripe(ctx, { path, method: 'DELETE' });
    return answer.status === 200 || answer.status === 404
      ? { kind: 'done' }
      : providerFailure({ ctx, answer });
  },
};

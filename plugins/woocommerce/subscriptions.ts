import { z } from 'zod';
import {
  type ActionContext,
  type HttpAnswer,
  providerFailure,
  type Subscription,
  type Subscriptions,
} from '../contract.ts';
import { callApi, type WooConfig } from './api.ts';
import { topics } from './topics.ts';

const rows = z.array(
  z.object({ id: z.number(), status: z.string(), topic: z.string(), delivery_url: z.string() }),
);
const pageSize = 100;
const pagesMax = 20;

type Ctx = ActionContext<WooConfig, undefined>;

const noKey = 'Configure `url`, `key` and `secret`: a key of the REST API that may read and write.';

/** Calls the API of an instance that has a key. */
const call = async (ctx: Ctx, asked: Parameters<typeof callApi>[1]): Promise<HttpAnswer> => {
  const answer = await callApi(ctx, asked);
  if (answer === undefined) throw new TypeError(noKey);
  return answer;
};

/** WooCommerce keeps a webhook for each topic, and stops one after five deliveries that failed. */
export const subscriptions: Subscriptions<WooConfig, undefined> = {
  topics: () => [...topics.keys()],
  holds: 'one-topic',
  sends: ['secrets'],
  missing: ({ url, key, secret }) =>
    url === undefined || key === undefined || secret === undefined ? noKey : undefined,
  list: async (ctx) => {
    const found: Subscription[] = [];
    for (let page = 1; page <= pagesMax; page += 1) {
      const query = { per_page: String(pageSize), page: String(page), orderby: 'id', order: 'asc' };
      const answer = await call(ctx, { path: 'webhooks', query });
      const read = answer.status === 200 ? rows.safeParse(answer.json).data : undefined;
      if (read === undefined) return providerFailure({ ctx, answer });
      for (const { id, status, topic, delivery_url: url } of read)
        found.push({ id: String(id), url, topics: [topic], isActive: status === 'active' });
      if (read.length < pageSize) break;
    }
    return { kind: 'done', subscriptions: found };
  },
  create: async (ctx, { url, topics: [topic = ''] }) => {
    const [secret] = ctx.config.secrets;
    const json = { name: `Ciclo ${topic}`, status: 'active', topic, delivery_url: url, secret };
    const answer = await call(ctx, { path: 'webhooks', json });
    return answer.status === 201 ? { kind: 'done' } : providerFailure({ ctx, answer });
  },
  remove: async (ctx, { id }) => {
    const answer = await call(ctx, { path: `webhooks/${id}`, query: { force: 'true' }, method: 'DELETE' });
    return answer.status === 200 || answer.status === 404
      ? { kind: 'done' }
      : providerFailure({ ctx, answer });
  },
};

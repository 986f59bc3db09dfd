import { z } from 'zod';
import type { Subscription, Subscriptions } from '../../contract.ts';
import { addressOf, askShopify, type ShopifyConfig } from '../api.ts';
import { topics } from '../topics.ts';

/** These are configured in the app, and not by API. */
const ofApp: ReadonlySet<string> = new Set(['customers/data_request', 'customers/redact', 'shop/redact']);
const wanted = [...topics.keys()].filter((topic) => !ofApp.has(topic));

/** `orders/create` is `ORDERS_CREATE` in GraphQL. */
const nameOf = (topic: string): string => topic.replace('/', '_').toUpperCase();
const topicOf: ReadonlyMap<string, string> = new Map(wanted.map((topic) => [nameOf(topic), topic]));

const listQuery = `query Webhooks($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri }
    pageInfo { hasNextPage endCursor }
  }
}`;
const listed = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

const createQuery = `mutation SetUp($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
  made: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`;
const removeQuery = `mutation Remove($id: ID!) {
  made: webhookSubscriptionDelete(id: $id) {
    deletedWebhookSubscriptionId
    userErrors { field message }
  }
}`;
const made = z.object({ made: z.object({ userErrors: z.array(z.object({ message: z.string() })) }) });

const pagesMax = 20;

/** Shopify keeps a subscription for each topic, and removes one whose deliveries fail for hours. */
export const subscriptions: Subscriptions<ShopifyConfig, undefined> = {
  topics: () => wanted,
  holds: 'one-topic',
  missing: (config) =>
    config.token === undefined || addressOf(config) === undefined
      ? 'Configure `shop` and `token`: an access token of the Admin API.'
      : undefined,
  list: async (ctx) => {
    const found: Subscription[] = [];
    let after: string | null = null;
    for (let page = 0; page < pagesMax; page += 1) {
      const variables: Readonly<Record<string, unknown>> = { after };
      const answer = await askShopify(ctx, { query: listQuery, variables, data: listed });
      if (answer.kind !== 'done') return answer;
      const { nodes, pageInfo } = answer.data.webhookSubscriptions;
      for (const { id, topic, uri: url } of nodes)
        found.push({ id, url, topics: [topicOf.get(topic) ?? topic], isActive: true });
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor ?? null;
    }
    return { kind: 'done', subscriptions: found };
  },
  create: async (ctx, { url, topics: [topic = ''] }) => {
    const variables = { topic: nameOf(topic), webhook: { uri: url, format: 'JSON' } };
    const answer = await askShopify(ctx, { query: createQuery, variables, data: made });
    if (answer.kind !== 'done') return answer;
    const [error] = answer.data.made.userErrors;
    if (error === undefined) return { kind: 'done' };
    return { kind: 'rejected', code: 'invalid', message: `Shopify does not send ${topic}: ${error.message}` };
  },
  remove: async (ctx, { id }) => {
    const answer = await askShopify(ctx, { query: removeQuery, variables: { id }, data: made });
    if (answer.kind !== 'done') return answer;
    const [error] = answer.data.made.userErrors;
    const isGone = error === undefined || /does not exist/i.test(error.message);
    return isGone ? { kind: 'done' } : { kind: 'rejected', code: 'invalid', message: error.message };
  },
};

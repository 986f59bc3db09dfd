import { z } from 'zod';
import { createHttpFake, createSubscriptionBook, type SubscriptionBook } from '../../testing.ts';

const discountInput = z.strictObject({
  title: z.string().min(1),
  code: z.string().min(1),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().optional(),
  context: z.strictObject({ all: z.literal('ALL') }),
  usageLimit: z.int().min(1),
  minimumRequirement: z
    .strictObject({ subtotal: z.strictObject({ greaterThanOrEqualToSubtotal: z.string() }) })
    .optional(),
});
const basicInput = discountInput.extend({
  customerGets: z.strictObject({
    value: z.union([
      z.strictObject({ percentage: z.number().gt(0).max(1) }),
      z.strictObject({
        discountAmount: z.strictObject({ amount: z.string(), appliesOnEachItem: z.boolean() }),
      }),
    ]),
    items: z.strictObject({ all: z.literal(true) }),
  }),
});
const shippingInput = discountInput.extend({ destination: z.strictObject({ all: z.literal(true) }) });

const asked = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });

type Node = { readonly id: string; readonly codeDiscount: unknown };

const shown = (input: z.infer<typeof basicInput> | z.infer<typeof shippingInput>): unknown => {
  if (!('customerGets' in input)) return { __typename: 'DiscountCodeFreeShipping' };
  const { value } = input.customerGets;
  return {
    __typename: 'DiscountCodeBasic',
    customerGets: {
      value:
        'percentage' in value
          ? { __typename: 'DiscountPercentage', percentage: value.percentage }
          : {
              __typename: 'DiscountAmount',
              amount: { amount: Number(value.discountAmount.amount).toFixed(1) },
            },
    },
  };
};

const webhookInput = z.strictObject({
  topic: z.string().regex(/^[A-Z]+(?:_[A-Z]+)+$/),
  webhook: z.strictObject({ uri: z.url({ protocol: /^https$/ }), format: z.literal('JSON') }),
});

const whatHappened = [
  'partially_fulfilled',
  'cancelled',
  'fulfilled',
  'uninstalled',
  'updated',
  'edited',
  'paid',
];

/** The topic of a name of GraphQL: `ORDERS_CREATE` is `orders/create`. */
const topicOf = (name: string): string => {
  const lower = name.toLowerCase();
  const end =
    whatHappened.find((one) => lower.endsWith(`_${one}`)) ?? lower.slice(lower.lastIndexOf('_') + 1);
  return `${lower.slice(0, -end.length - 1)}/${end}`;
};

/** What GraphQL answers about webhooks; undefined for a query about something else. */
const answerOfWebhooks = (
  subscriptions: SubscriptionBook,
  { query, variables }: z.infer<typeof asked>,
): unknown => {
  if (query.includes('webhookSubscriptions(')) {
    const first = 100;
    const start = Number(variables['after'] ?? 0);
    const all = subscriptions.all().filter(({ isActive }) => isActive);
    const nodes = all.slice(start, start + first).map(({ id, url, topics }) => ({
      id: `gid://shopify/WebhookSubscription/${id}`,
      topic: (topics[0] ?? '').replace('/', '_').toUpperCase(),
      uri: url,
    }));
    const hasNextPage = start + first < all.length;
    const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(start + first) : null };
    return { data: { webhookSubscriptions: { nodes, pageInfo } } };
  }
  if (query.includes('webhookSubscriptionCreate')) {
    const read = webhookInput.safeParse(variables);
    if (!read.success) return { errors: [{ message: 'Variable $webhook was provided invalid value' }] };
    const { topic, webhook } = read.data;
    const isThere = subscriptions
      .all()
      .some((one) => one.isActive && one.url === webhook.uri && one.topics[0] === topicOf(topic));
    const message = 'Address for this topic has already been taken';
    if (isThere)
      return { data: { made: { webhookSubscription: null, userErrors: [{ field: null, message }] } } };
    const { id } = subscriptions.add({ url: webhook.uri, topics: [topicOf(topic)] });
    return { data: { made: { webhookSubscription: { id }, userErrors: [] } } };
  }
  if (!query.includes('webhookSubscriptionDelete')) return undefined;
  const id = String(variables['id']).split('/').at(-1) ?? '';
  const userErrors = subscriptions.remove(id)
    ? []
    : [{ field: ['id'], message: 'Webhook subscription does not exist' }];
  return { data: { made: { deletedWebhookSubscriptionId: id, userErrors } } };
};

/** Code discounts of Shopify's Admin API by GraphQL, version 2026-01, with the fields of its reference that the connector uses. */
export const createShopifyAdminFake = async (token: string) => {
  const discounts = new Map<string, Node>();
  const inputs: unknown[] = [];
  const subscriptions = createSubscriptionBook();
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/admin/api/2026-01/graphql.json', async (c) => {
      if (c.req.header('x-shopify-access-token') !== token) {
        return c.json({ errors: '[API] Invalid API key or access token' }, 401);
      }
      const { query, variables } = asked.parse(await c.req.json());
      const ofWebhooks = answerOfWebhooks(subscriptions, { query, variables });
      if (ofWebhooks !== undefined) return c.json(ofWebhooks);
      if (query.includes('codeDiscountNodeByCode')) {
        const code = String(variables['code']).toLowerCase();
        return c.json({ data: { codeDiscountNodeByCode: discounts.get(code) ?? null } });
      }
      const isBasic = query.includes('DiscountCodeBasicInput');
      const read = (isBasic ? basicInput : shippingInput).safeParse(variables['discount']);
      if (!read.success) {
        return c.json({ errors: [{ message: 'Variable $discount was provided invalid value' }] });
      }
      const answer = (node: Node | null, userErrors: readonly object[]) =>
        c.json({ data: { made: { codeDiscountNode: node === null ? null : { id: node.id }, userErrors } } });
      const code = read.data.code.toLowerCase();
      if (discounts.has(code)) {
        const message = 'Code must be unique. Please try a different code.';
        return answer(null, [{ code: 'TAKEN', field: ['basicCodeDiscount', 'code'], message }]);
      }
      const id = `gid://shopify/DiscountCodeNode/${1000 + discounts.size}`;
      const node: Node = { id, codeDiscount: shown(read.data) };
      discounts.set(code, node);
      inputs.push(read.data);
      happened(code);
      return answer(node, []);
    });
  });
  return { ...provider, discounts, inputs, subscriptions };
};

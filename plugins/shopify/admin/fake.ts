import { z } from 'zod';
import { createHttpFake } from '../../testing.ts';

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

/** Code discounts of Shopify's Admin API by GraphQL, version 2026-01, with the fields of its reference that the connector uses. */
export const createShopifyAdminFake = async (token: string) => {
  const discounts = new Map<string, Node>();
  const inputs: unknown[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.post('/admin/api/2026-01/graphql.json', async (c) => {
      if (c.req.header('x-shopify-access-token') !== token) {
        return c.json({ errors: '[API] Invalid API key or access token' }, 401);
      }
      const { query, variables } = asked.parse(await c.req.json());
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
  return { ...provider, discounts, inputs };
};

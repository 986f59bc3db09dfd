import { z } from 'zod';
import { type CouponInput, money } from '../commerce.ts';
import type { ActionContext, Outcome } from '../contract.ts';
import { askShopify, type ShopifyConfig } from './api.ts';

type Context = ActionContext<ShopifyConfig, undefined>;
type Made = { id: string; code: string; existed: boolean };

const lookUp = `query ($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount {
      __typename
      ... on DiscountCodeBasic {
        customerGets {
          value {
            __typename
            ... on DiscountPercentage { percentage }
            ... on DiscountAmount { amount { amount } }
          }
        }
      }
    }
  }
}`;
const createBasic = `mutation ($discount: DiscountCodeBasicInput!) {
  made: discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}`;
const createFreeShipping = `mutation ($discount: DiscountCodeFreeShippingInput!) {
  made: discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
    codeDiscountNode { id }
    userErrors { code field message }
  }
}`;

const value = z.object({
  percentage: z.number().optional(),
  amount: z.object({ amount: money }).optional(),
});
const found = z.object({
  codeDiscountNodeByCode: z
    .object({
      id: z.string(),
      codeDiscount: z.object({
        __typename: z.string(),
        customerGets: z.object({ value }).optional(),
      }),
    })
    .nullable(),
});
const made = z.object({
  made: z.object({
    codeDiscountNode: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })),
  }),
});

type Node = NonNullable<z.output<typeof found>['codeDiscountNodeByCode']>;

const isSame = (input: CouponInput, { codeDiscount: of }: Node): boolean => {
  if (input.kind === 'free-shipping') return of.__typename === 'DiscountCodeFreeShipping';
  const gets = of.customerGets?.value;
  const wanted = input.value ?? 0;
  return input.kind === 'percentage'
    ? gets?.percentage !== undefined && Math.abs(gets.percentage * 100 - wanted) < 1e-6
    : gets?.amount?.amount === money.parse(wanted);
};

/** The code discount of a code, if the shop has one. */
export const findCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made> | 'absent'> => {
  const answer = await askShopify(ctx, { query: lookUp, variables: { code: input.code }, data: found });
  if (answer.kind !== 'done') return answer;
  const node = answer.data.codeDiscountNodeByCode;
  if (node === null) return 'absent';
  if (!isSame(input, node)) {
    return { kind: 'rejected', code: 'code-taken', message: 'The shop has this code for another discount.' };
  }
  return { kind: 'done', output: { id: node.id, code: input.code, existed: true }, providerId: node.id };
};

const valueOf = ({ kind, value: amount = 0 }: CouponInput) =>
  kind === 'percentage'
    ? { percentage: amount / 100 }
    : { discountAmount: { amount: String(amount), appliesOnEachItem: false } };

const discountOf = (input: CouponInput, now: number) => ({
  title: input.name ?? input.code,
  code: input.code,
  startsAt: new Date(now).toISOString(),
  context: { all: 'ALL' },
  usageLimit: input.uses ?? 1,
  ...(input.expiresAt === undefined ? {} : { endsAt: new Date(input.expiresAt).toISOString() }),
  ...(input.minOrder === undefined
    ? {}
    : { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: String(input.minOrder) } } }),
  ...(input.kind === 'free-shipping'
    ? { destination: { all: true } }
    : { customerGets: { value: valueOf(input), items: { all: true } } }),
});

/** Makes a code discount, unless the shop has it. It is looked up first, and again when Shopify says that the code is taken. */
export const createCoupon = async (ctx: Context, input: CouponInput): Promise<Outcome<Made>> => {
  const before = await findCoupon(ctx, input);
  if (before !== 'absent') return before;
  const answer = await askShopify(ctx, {
    query: input.kind === 'free-shipping' ? createFreeShipping : createBasic,
    variables: { discount: discountOf(input, ctx.systemTime) },
    data: made,
  });
  if (answer.kind !== 'done') return answer;
  const { codeDiscountNode: node, userErrors } = answer.data.made;
  if (node !== null) {
    return { kind: 'done', output: { id: node.id, code: input.code, existed: false }, providerId: node.id };
  }
  if (userErrors.some(({ code }) => code === 'TAKEN')) {
    const again = await findCoupon(ctx, input);
    if (again !== 'absent') return again;
  }
  const said = userErrors.map(({ message }) => message).join(' ');
  return {
    kind: 'rejected',
    code: 'invalid',
    message: `Shopify did not take the discount. ${said}`.slice(0, 500),
  };
};

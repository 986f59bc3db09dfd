import { z } from '@hono/zod-openapi';

import { idempotencyHeader, instant, iso, jsonBody, text } from '../../../api/admin/kit.ts';
import { whoSchema } from '../../../api/admin/find-profile.ts';
import { given } from '../../../api/admin/paging.ts';
import type { Discount } from '../../../domain/offers/discount/work-out.ts';
import { redemptionStates } from '../../../domain/offers/redemptions/redemption.ts';
import { type Refusal, refusalTexts } from '../../../domain/offers/redemptions/refusals.ts';
import type { Redemption } from '../../../domain/offers/redemptions/redemption.ts';
import type { ActOutcome } from '../redemptions/acts.ts';
import type { ReducedLine } from '../redemptions/shelf-prices.ts';

const minorMax = 1_000_000_000_000;
export const minor = z.int().min(0).max(minorMax);
const daySeconds = 86_400;

const lineSchema = z.strictObject({
  id: text(100)
    .optional()
    .openapi({ description: 'What the line is called in answers, once in a cart; its place by default.' }),
  productId: text(200).optional(),
  sku: text(200).optional(),
  name: text(300).optional(),
  category: text(200).optional(),
  brand: text(200).optional(),
  price: minor.openapi({ description: 'The price of one piece before discounts, in minor units.' }),
  quantity: z.int().min(1).max(100_000).default(1),
});

/** What a line is called: its place, unless it has a name. */
export const lineId = (line: { readonly id?: string | undefined }, index: number): string =>
  line.id ?? String(index + 1);

export const cartSchema = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`'),
    lines: z.array(lineSchema).max(200).optional().openapi({ description: 'The goods.' }),
    orderValue: minor
      .optional()
      .openapi({ description: 'The value of the goods in minor units, where no lines are given.' }),
    shipping: minor.optional().openapi({ description: 'What shipping costs, in minor units.' }),
  })
  .refine(({ lines, orderValue }) => (lines === undefined) !== (orderValue === undefined), {
    message: 'must have either `lines` or `orderValue`',
    path: ['lines'],
  })
  .refine(({ lines = [] }) => new Set(lines.map(lineId)).size === lines.length, {
    message: 'must not have two lines with the same `id`',
    path: ['lines'],
  })
  .openapi('Cart', { description: 'What is bought. Amounts are integer minor units of `currency`.' });

/** The `discount` of an offer as `cart` answers it. */
export const atMostSchema = z
  .strictObject({
    amount: minor.optional(),
    shipping: minor.default(0),
    gift: text(200).optional(),
    lines: z.array(z.strictObject({ id: text(100), value: minor.optional(), discount: minor })).max(200),
  })
  .openapi({
    description:
      'What it may take off at most, by line and off shipping: the `discount` that `POST /api/offers/cart` answered, where several offers apply.',
  });

const key = text(200).openapi({
  description: 'What it is for, such as the id of the cart: one redemption of the offer for each key.',
});
const useFields = {
  code: text(100).optional().openapi({ description: 'The code that was typed in.' }),
  person: whoSchema.optional().openapi({ description: 'Who buys, named in one way.' }),
  cart: cartSchema,
  atMost: atMostSchema.optional(),
  dry: z.boolean().optional().openapi({ description: 'Only say how it would come out.' }),
  now: instant
    .optional()
    .openapi({ description: 'How it would come out at another instant; implies `dry`.' }),
};
const orderId = text(200).openapi({ description: 'The order that uses it.' });

export const validateBody = z.strictObject({
  ...useFields,
  key: key.optional(),
  orderId: orderId.optional(),
  draft: z.boolean().optional().openapi({
    description: 'The offer as your drafts would make it, instead of what is published.',
  }),
});
export const reserveBody = z.strictObject({
  ...useFields,
  key,
  holdSeconds: z
    .int()
    .min(1)
    .max(30 * daySeconds)
    .optional()
    .openapi({ description: 'How long the reservation holds; an hour by default.' }),
});
export const redeemBody = z.strictObject({
  ...useFields,
  key: key
    .optional()
    .openapi({ description: 'The key of the reservation, if there was one; the order by default.' }),
  orderId,
});
export const rollbackBody = z
  .strictObject({
    key: key.optional().openapi({ description: 'The key it was reserved or redeemed with.' }),
    orderId: orderId.optional(),
    rollbackKey: text(200).openapi({
      description: 'Such as the id of the refund: the same again changes nothing.',
    }),
    lines: z
      .array(text(100))
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: 'Only these lines of the cart came back.' }),
    value: minor
      .min(1)
      .optional()
      .openapi({ description: 'Only so much of the order value was paid back, in minor units.' }),
  })
  .refine(({ key: one, orderId: other }) => (one === undefined) !== (other === undefined), {
    message: 'must have either `key` or `orderId`',
    path: ['key'],
  })
  .refine(({ lines, value }) => lines === undefined || value === undefined, {
    message: 'must not have both `lines` and `value`',
    path: ['value'],
  });

/** The request of a call about one offer. */
export const offerRequest = <T extends z.ZodType>(body: T) => ({
  params: z.object({ key: text(64) }),
  headers: idempotencyHeader,
  body: jsonBody(body),
});

export const reasonSchema = z.object({
  code: z.string().openapi({ description: 'Stable, for programs: `expired`, `budget-spent`, ...' }),
  message: z.string().openapi({ description: 'The same for people.' }),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export const discountSchema = z
  .object({
    amount: z.int().openapi({ description: 'What it takes off in all, in minor units.' }),
    shipping: z.int().openapi({ description: 'The part of it that is off shipping.' }),
    gift: z.string().optional().openapi({ description: 'The product that is added for nothing.' }),
    lines: z.array(z.object({ id: z.string(), value: z.int(), discount: z.int() })).openapi({
      description:
        'How it falls on the lines: in proportion to their value, exactly, the largest remainders first.',
    }),
  })
  .openapi('Discount');

const redemptionSchema = z
  .object({
    id: z.string(),
    state: z.enum(redemptionStates),
    code: z.string().optional(),
    orderId: z.string().optional(),
    currency: z.string(),
    discount: z.int().openapi({ description: 'What it uses of the budget now, in minor units.' }),
    orderValue: z.int(),
    expiresAt: instant.optional().openapi({ description: 'Until when a reservation holds.' }),
  })
  .openapi('Redemption');

export const outcomeSchema = z
  .object({
    outcome: z.enum(['allowed', 'done', 'done-before', 'refused']).openapi({
      description:
        '`allowed`: it would be done. `done-before`: the same was done, and nothing changed. `refused`: `reasons` says everything that speaks against it.',
    }),
    redemption: redemptionSchema.optional(),
    discount: discountSchema.optional(),
    reasons: z.array(reasonSchema).optional(),
  })
  .openapi('OfferOutcome');

export const reducedSchema = z
  .array(
    z.object({
      id: z.string().openapi({ description: 'The line of the cart.' }),
      productId: z.string(),
      lowestPrice30Days: z.int().openapi({
        description:
          'The lowest price of one piece in the 30 days before the present reduction, in minor units.',
      }),
    }),
  )
  .openapi({
    description:
      'Each line that is reduced, by an offer or in the shop itself, and whose product the catalog knows: the EU wants its lowest price of 30 days beside it (directive 98/6/EC, article 6a).',
  });

/** Reduced lines as the API shows them. */
export const reducedBody = (lines: readonly ReducedLine[]): z.infer<typeof reducedSchema> =>
  lines.map(({ id, productId, lowestPrice }) => ({ id, productId, lowestPrice30Days: lowestPrice }));

export const validatedSchema = outcomeSchema.extend({ reduced: reducedSchema }).openapi('ValidatedOffer');

/** Reasons as the API shows them. */
export const reasonBody = ({ code, detail }: Refusal): z.infer<typeof reasonSchema> => ({
  code,
  message: refusalTexts[code],
  ...(detail === undefined ? {} : { detail: { ...detail } }),
});

/** A discount as the API shows it. */
export const discountBody = (discount: Discount): z.infer<typeof discountSchema> => ({
  ...discount,
  lines: discount.lines.map((line) => ({ ...line })),
});

const redemptionBody = (redemption: Redemption): z.infer<typeof redemptionSchema> => {
  const { id, state, code, orderId: order, currency, held, expiresAt } = redemption;
  return {
    id,
    state,
    currency,
    discount: held.discount,
    orderValue: held.orderValue,
    ...given({ code, orderId: order, expiresAt: expiresAt === undefined ? undefined : iso(expiresAt) }),
  };
};

/** How an act came out, as the API shows it. What was only looked at is `allowed`, and has no redemption. */
export const outcomeBody = (outcome: ActOutcome, isLook: boolean): z.infer<typeof outcomeSchema> => {
  if (outcome.kind === 'refused') return { outcome: 'refused', reasons: outcome.reasons.map(reasonBody) };
  if (outcome.kind === 'done-before')
    return { outcome: 'done-before', redemption: redemptionBody(outcome.redemption) };
  const { discount, redemption } = outcome;
  return {
    outcome: isLook ? 'allowed' : 'done',
    ...(isLook ? {} : { redemption: redemptionBody(redemption) }),
    ...(discount === undefined ? {} : { discount: discountBody(discount) }),
  };
};

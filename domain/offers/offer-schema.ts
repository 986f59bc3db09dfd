import { z } from 'zod';

import { codePattern, randomCount, randomMin } from './code.ts';
import { expirySchema, startSchema } from './expiry.ts';
import { audienceSchema, buyGetSchema, productsSchema, tiersSchema } from './kinds.ts';
import { redeemLimitSchema } from './redemptions/limits.ts';

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

const amount = z.number().positive().max(1_000_000_000);
const count = z.number().int().positive().max(1_000_000_000);

const codeSchema = z
  .union([
    z.strictObject({
      pattern: z
        .string()
        .regex(codePattern, 'must be 6 to 40 capitals, digits, dashes and `#`')
        .refine((text) => randomCount(text) >= randomMin, `must have at least ${randomMin} \`#\``)
        .describe('A code of its own for everybody: each `#` becomes a random character, `TEN-########`.'),
    }),
    z.strictObject({
      shared: z
        .string()
        .regex(/^[A-Z0-9-]{3,40}$/, 'must be 3 to 40 capitals, digits and dashes')
        .describe('One code for all, `SUMMER10`.'),
    }),
    z.strictObject({
      pool: z
        .string()
        .regex(/^[\w-]{1,60}\.csv$/, 'must be a CSV file in `offers/`')
        .describe('Codes the shop made, one a line in this CSV file in `offers/`; each is given out once.'),
    }),
    z.strictObject({
      automatic: z
        .literal(true)
        .describe('No code: everybody it is for can use it, for each order that fits.'),
    }),
  ])
  .describe(
    'Where the code comes from: a `pattern`, one `shared` code, a `pool` of codes from a file, or `automatic` for none.',
  );

const limitsSchema = z
  .strictObject({
    total: count.optional().describe('How many may be issued in all.'),
    perPerson: count
      .optional()
      .describe(
        'How many one person may ever get, and one mailbox (`ana+1@` and `a.na@` are `ana@`); 1 by default.',
      ),
    totalValue: amount
      .optional()
      .describe('What all that were issued may cost together, as a decimal amount. Never over-spent.'),
    minOrder: amount.optional().describe('The order value it needs, as a decimal amount.'),
    redeem: z
      .array(redeemLimitSchema)
      .max(20)
      .optional()
      .describe('Limits on redemptions, each by number, value or order value. All of them hold.'),
  })
  .describe('Budgets. They hold however many are issued or redeemed at the same time.');

const stackingSchema = z
  .strictObject({
    priority: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .describe('The highest comes first; of the same one, the offer that takes more off.'),
    group: keySchema.optional().describe('Of the offers of a group one applies to a cart.'),
    exclusive: z.boolean().default(false).describe('True: it applies alone.'),
  })
  .describe(
    'How it goes with other offers on one cart (`POST /api/offers/cart`); with all of them by default.',
  );

const common = {
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  key: keySchema.describe('The name journeys use; the file has the same name.'),
  name: z.string().trim().min(1).max(120).describe('What people call it.'),
  description: z.string().max(1000).optional().describe('What it is for; the engine ignores it.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`')
    .optional()
    .describe('The currency of its amounts; that of the shop by default.'),
  code: codeSchema,
  audience: audienceSchema.optional(),
  products: productsSchema.optional(),
  starts: startSchema.optional(),
  expires: expirySchema.optional(),
  limits: limitsSchema.default({}),
  stacking: stackingSchema.optional(),
};

const worth = amount
  .optional()
  .describe('What it costs the shop, as a decimal amount; needed for the budget `totalValue`.');

const maxDiscount = amount
  .optional()
  .describe('The most it takes off one order, as a decimal amount; needed for the budget `totalValue`.');

/** The schema of `offers/<key>.json`. Amounts are decimal, as people write them. */
export const offerSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...common,
      kind: z.literal('percentage').describe('A part of the order value.'),
      value: z.number().positive().max(100).describe('How many percent.'),
      maxDiscount,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('amount').describe('A fixed amount off the order.'),
      value: amount.describe('How much, as a decimal amount.'),
    }),
    z.strictObject({
      ...common,
      kind: z.literal('free-shipping').describe('The order is sent for nothing.'),
      value: worth,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('gift').describe('A product for nothing.'),
      product: z.string().min(1).max(100).describe('The product, by its id or SKU in `catalog.json`.'),
      value: worth,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('buy-get').describe('Buy so many, get so many for less.'),
      buyGet: buyGetSchema,
      maxDiscount,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('tiers').describe('The more, the cheaper: prices by quantity or order value.'),
      by: z.enum(['quantity', 'order-value']).describe('What the tiers go by, of the lines it is for.'),
      tiers: tiersSchema,
      maxDiscount,
    }),
  ])
  .describe('An offer: what a coupon is worth, where its code comes from and how much may be spent on it.');
export type OfferFile = z.infer<typeof offerSchema>;

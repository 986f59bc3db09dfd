import { z } from 'zod';

import { isDateText } from '../time/instant.ts';

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');
const day = z.string().refine(isDateText, { message: 'must be a day such as `2026-12-24`' });

const givesSchema = z
  .union([
    z.strictObject({
      offer: keySchema.describe(
        'A coupon of this offer in `offers/`; a free product is an offer of the kind `gift`.',
      ),
    }),
    z.strictObject({
      product: z.string().min(1).max(200).describe('A product of the catalog, which the shop hands out.'),
    }),
  ])
  .describe('What one gets: `{ "offer": "free-coffee" }` or `{ "product": "mug" }`.');

/** A reward of the catalogue of a programme. */
export const rewardSchema = z
  .strictObject({
    key: keySchema.describe('The name of the reward; it stands in the ledger.'),
    name: z.string().trim().min(1).max(120).describe('What people call it.'),
    description: z.string().max(1000).optional().describe('What it is, for pages that show rewards.'),
    points: z.number().int().min(1).max(1_000_000_000).describe('How many points it costs.'),
    gives: givesSchema,
    stock: z
      .number()
      .int()
      .min(0)
      .max(100_000_000)
      .optional()
      .describe('How many there are in all; any number by default. Raise it to add more.'),
    limit: z
      .strictObject({
        times: z.number().int().min(1).max(1000).describe('How often one person gets it.'),
        per: z
          .enum(['day', 'month', 'year', 'ever'])
          .describe('In which time, in the time zone of the shop.'),
      })
      .optional()
      .describe('How often one person gets it at most.'),
    tiers: z.array(keySchema).min(1).max(20).optional().describe('Only for people of these tiers.'),
    from: day.optional().describe('The first day on which it can be had, in the time zone of the shop.'),
    until: day.optional().describe('The last day.'),
  })
  .describe('Something people get for points.');
export type Reward = z.infer<typeof rewardSchema>;

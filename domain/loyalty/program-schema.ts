import { z } from 'zod';

import { conditionsSchemaFor } from '../rules/conditions.ts';
import { eventFacts } from '../rules/facts.ts';
import { durationSchema } from '../time/duration.ts';
import { isDateText } from '../time/instant.ts';
import { pointsExpirySchema } from './expiry.ts';
import { membershipSchema } from './memberships/membership-schema.ts';
import { rewardSchema } from './reward-schema.ts';
import { tiersSchema } from './tier-schema.ts';

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');
const name = z.string().trim().min(1).max(120);
const names = z.array(z.string().min(1).max(200)).min(1).max(500);
const day = z.string().refine(isDateText, { message: 'must be a day such as `2026-12-24`' });

const earnSchema = z
  .strictObject({
    key: keySchema.describe('The name of the rule; it stands in the ledger.'),
    name: name.optional().describe('What people call it.'),
    on: z.string().trim().min(1).max(200).describe('The event it looks at, such as `Order Completed`.'),
    points: z
      .number()
      .positive()
      .max(1_000_000)
      .multipleOf(0.01)
      .describe('How many points: for the event, for each `perAmount`, or for each item with `perItem`.'),
    perAmount: z
      .number()
      .positive()
      .max(1_000_000_000)
      .optional()
      .describe(
        'Points are for each such amount of what the goods of the order cost, after discounts and without tax and shipping: `1`, `10`.',
      ),
    perItem: z.literal(true).optional().describe('Points are for each item of the order.'),
    products: names.optional().describe('Only these products of the order count, by id or SKU.'),
    categories: names.optional().describe('Only products of these categories count.'),
    conditions: conditionsSchemaFor(eventFacts).optional().describe('Only if these hold.'),
    limit: z
      .strictObject({
        times: z.number().int().min(1).max(50).describe('How often a person gets these points.'),
        per: z
          .enum(['day', 'month', 'year', 'ever'])
          .describe('In which time, in the time zone of the shop.'),
      })
      .optional()
      .describe('How often a person gets these points at most; without it for every such event.'),
    oncePer: z
      .string()
      .regex(/^properties\.[\w-]{1,60}$/, 'must be a property such as `properties.product_id`')
      .optional()
      .describe('Once for each value of a property of the event, such as `properties.product_id`.'),
    pending: z
      .strictObject({
        for: durationSchema.describe('How long after the order, or its delivery: the time for returns.'),
        after: z
          .enum(['order', 'delivery'])
          .default('order')
          .describe('What the time counts from. With `delivery` it begins when the order is delivered.'),
        atMost: durationSchema
          .default('60 days')
          .describe('With `delivery`: they become active after so long when nobody tells of a delivery.'),
      })
      .optional()
      .describe('Points are pending for a while before they can be spent.'),
  })
  .describe('A rule by which people earn points.');

const campaignSchema = z
  .strictObject({
    key: keySchema.describe('The name of the campaign.'),
    name: name.optional().describe('What people call it.'),
    from: day.describe('The first day, in the time zone of the shop.'),
    until: day.describe('The last day.'),
    multiply: z
      .number()
      .min(1)
      .max(100)
      .multipleOf(0.01)
      .describe('How many times the points. Of several campaigns the highest counts.'),
    rules: z
      .array(keySchema)
      .min(1)
      .max(100)
      .optional()
      .describe('The earning rules it is for; all by default.'),
    conditions: conditionsSchemaFor(eventFacts).optional().describe('Only if these hold.'),
  })
  .describe('A time in which points count more.');

/** The schema of `programs/<key>.json`. */
export const programSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    key: keySchema.describe('The name of the programme; the file has the same name.'),
    name: name.describe('What people call it.'),
    description: z.string().max(1000).optional().describe('What it is for; the engine ignores it.'),
    unit: z
      .strictObject({
        one: name.describe('One of them, such as `point` or `star`.'),
        many: name.describe('Several of them, such as `points`.'),
      })
      .default({ one: 'point', many: 'points' })
      .describe('What its points are called.'),
    earn: z.array(earnSchema).max(100).default([]).describe('How people earn points.'),
    rounding: z
      .enum(['down', 'nearest', 'up'])
      .default('down')
      .describe('How parts of a point are rounded, once for each rule and order.'),
    expiry: pointsExpirySchema.optional(),
    warn: z
      .array(durationSchema)
      .max(5)
      .default([])
      .describe(
        'How long before points expire the event `Points Expiring` is sent: `["30 days", "7 days"]`.',
      ),
    tiers: tiersSchema.optional(),
    memberships: z
      .array(membershipSchema)
      .max(20)
      .optional()
      .describe('Memberships that people buy or are given; of several that somebody has, the last counts.'),
    rewards: z.array(rewardSchema).max(200).optional().describe('What people get for points.'),
    campaigns: z.array(campaignSchema).max(100).default([]).describe('Times in which points count more.'),
    refunds: z
      .enum(['owe', 'forgive'])
      .default('owe')
      .describe(
        'When an order is refunded whose points were spent: `owe` lets the balance go below zero, and the next points pay for it; `forgive` stops at zero.',
      ),
    cost: z
      .strictObject({
        points: z.number().int().min(1).max(1_000_000).describe('So many points'),
        amount: z.number().positive().max(1_000_000).describe('cost the shop so much, as a decimal amount.'),
      })
      .optional()
      .describe(
        'What points cost the shop, for the report of what it owes: `{ "points": 100, "amount": 1 }`.',
      ),
  })
  .describe('A loyalty programme: how people earn points, how long they last and what they cost.');
export type ProgramFile = z.infer<typeof programSchema>;

/** A programme as the engine uses it. Its amounts are decimal, in the currency of the shop. */
export type ProgramDefinition = Omit<ProgramFile, '$schema' | 'description'>;
export type EarningRule = ProgramDefinition['earn'][number];
export type Campaign = ProgramDefinition['campaigns'][number];

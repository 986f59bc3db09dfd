import { z } from '@hono/zod-openapi';

import type { PricedCosts } from '../../domain/dry-run/price-costs.ts';

const amount = z.int();
const unknownable = z.int().nullable();

const rowFields = {
  people: z.int().openapi({ description: 'Who entered.' }),
  coupons: z.int().openapi({ description: 'Coupons given out.' }),
  atMost: unknownable.openapi({ description: 'What they take off at most; null: an offer names no bound.' }),
  expected: unknownable.openapi({
    description:
      'What they take off by the books so far (discount for each coupon issued); null: none was used yet.',
  }),
  used: z.int().openapi({ description: 'Coupons that an order of the person followed while they held.' }),
  discount: amount.openapi({ description: 'What these would have taken off these orders.' }),
  earned: z.int().openapi({ description: 'Points earned, of all programmes.' }),
  pointsValue: unknownable.openapi({
    description: 'What the points added to balances cost; null: a programme does not say it (`cost`).',
  }),
  orders: z.int(),
  revenue: amount.openapi({ description: 'Of these orders, net of the discounts and refunds they had.' }),
  costed: z.int().openapi({ description: 'Orders of which the cost of all goods is known.' }),
  margin: amount.openapi({ description: 'Revenue of those less what their goods cost.' }),
  after: amount.openapi({ description: 'Margin less `discount` and `pointsValue`.' }),
};

/** What a dry run costs, as answers show it. */
export const costsSchema = z
  .object({
    currency: z.string(),
    coupons: z.array(
      z.object({
        offer: z.string(),
        currency: z.string(),
        given: z.int(),
        atMost: unknownable,
        expected: unknownable,
        used: z.int(),
        discount: amount,
      }),
    ),
    points: z.array(
      z.object({
        program: z.string(),
        earned: z.int().openapi({ description: 'Net of refunds; those of steps are in it.' }),
        bySteps: z.int().openapi({ description: 'Awarded by steps of journeys.' }),
        outstanding: z.int().openapi({
          description: 'By how much what people have, with what is pending, is more at the end.',
        }),
        value: unknownable.openapi({ description: 'What that costs, in minor units of the shop.' }),
      }),
    ),
    all: z.object(rowFields),
    segments: z.array(z.object({ segment: z.string(), ...rowFields })).openapi({
      description: 'By the segments people are in at the end; anyone who is in two counts in both.',
    }),
  })
  .openapi('DryRunCosts', {
    description:
      'What was given away and brought in by those who entered. Amounts are minor units of `currency`; offers in another currency are left out of sums.',
  });

/** The costs as answers show them. */
export const costsBody = (costs: PricedCosts): z.infer<typeof costsSchema> => ({
  currency: costs.currency,
  coupons: costs.coupons.map((one) => ({ ...one })),
  points: costs.points.map((one) => ({ ...one })),
  all: { ...costs.all },
  segments: costs.segments.map((one) => ({ ...one })),
});

import { z } from 'zod';

import { conditionsSchemaFor } from '../rules/conditions.ts';
import { personFacts } from '../rules/facts.ts';

const amount = z.number().positive().max(1_000_000_000);
const percent = z.number().positive().max(100);
const pieces = z.int().min(1).max(1000);

/** Whom an offer is for. */
export const audienceSchema = conditionsSchemaFor(personFacts).describe(
  'Whom it is for: everybody these conditions hold for, as in a segment. Decided again at each use.',
);

/** Which lines of a cart an offer is for. */
export const productsSchema = conditionsSchemaFor(['item']).describe(
  'Which lines of a cart it is for, by conditions on the fact `item`: `$.product_id`, `$.sku`, `$.name`, `$.category`, `$.brand`, `$.price`, `$.quantity`. All by default.',
);

/** Buy so many, get so many for less. */
export const buyGetSchema = z
  .strictObject({
    buy: pieces.describe('How many pieces somebody buys. `products` of the offer says of which lines.'),
    get: pieces.describe('How many more they get for less: the cheapest.'),
    percent: percent.default(100).describe('How many percent are off those; 100 by default.'),
    products: conditionsSchemaFor(['item'])
      .optional()
      .describe(
        'Which lines they can get for less, by conditions on the fact `item`; those they buy by default.',
      ),
    times: pieces.optional().describe('How many times at most in one order; any number by default.'),
  })
  .describe('Buy so many, get so many for less: `{ "buy": 2, "get": 1 }` is three for the price of two.');

/** What is off from a quantity or order value on. */
export const tierSchema = z
  .strictObject({
    from: amount.describe(
      'The quantity, or the value of the lines as a decimal amount, from which on it holds.',
    ),
    percent: percent.optional().describe('How many percent are off.'),
    amount: amount.optional().describe('How much is off, as a decimal amount.'),
    price: z
      .number()
      .min(0)
      .max(1_000_000_000)
      .optional()
      .describe('What each piece costs, as a decimal amount, where it costs more.'),
  })
  .refine((tier) => [tier.percent, tier.amount, tier.price].filter((one) => one !== undefined).length === 1, {
    message: 'must have exactly one of `percent`, `amount` and `price`',
  })
  .describe('A tier: `{ "from": 3, "percent": 10 }`.');
export type TierFile = z.infer<typeof tierSchema>;

/** The tiers of an offer, of which the highest that is reached counts. */
export const tiersSchema = z
  .array(tierSchema)
  .min(1)
  .max(20)
  .refine((tiers) => new Set(tiers.map(({ from }) => from)).size === tiers.length, {
    message: 'must not have two tiers with the same `from`',
  })
  .describe('The tiers. The highest that is reached holds for all pieces.');

import { z } from 'zod';

import type { ProductChange, ProductDetails } from './product.ts';

const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address, `https://...`' }).max(2000);
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`');
const minorMax = 1_000_000_000_000;

export const moneySchema = z.strictObject({
  minor: z.int().min(0).max(minorMax).describe('Integer minor units: 2400 is 24.00 EUR.'),
  currency,
});

export const attributesMax = 50;
export const categoriesMax = 20;
const name = (most: number) => z.string().trim().min(1).max(most);

/** A product as a source says it over the API; what is left out stays as it is. Amounts in minor units, one currency. */
export const productInputSchema = z
  .strictObject({
    id: name(100).describe('The id of the product in the shop, as in its events.'),
    updatedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        'As of when this is so, on the clock of the source; now by default. What is older than what is known changes nothing.',
      ),
    sku: name(100).optional().describe('Its stock-keeping unit.'),
    title: name(300).optional().describe('Its name, as customers read it. A new product needs one.'),
    url: webAddress.optional().describe('The page of the product.'),
    image: webAddress.optional().describe('A picture of it.'),
    brand: name(200).optional(),
    categories: z
      .array(name(200))
      .max(categoriesMax)
      .optional()
      .describe('The categories it belongs to, the main one first.'),
    attributes: z
      .record(name(64), z.union([z.string().max(500), z.number(), z.boolean()]))
      .refine((bag) => Object.keys(bag).length <= attributesMax, `has more than ${attributesMax} attributes`)
      .optional()
      .describe('What else it is: `{ "colour": "green" }`.'),
    price: moneySchema.optional().describe('What it costs.'),
    compareAtPrice: moneySchema
      .nullable()
      .optional()
      .describe('The price that is crossed out; null for none.'),
    cost: moneySchema.optional().describe('What one of it costs the shop: for margins. It is in no message.'),
    stock: z
      .int()
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .nullable()
      .optional()
      .describe('How many there are; null when nobody counts them.'),
    removed: z.boolean().optional().describe('True when the shop no longer offers it.'),
  })
  .refine(
    ({ price, compareAtPrice, cost }) =>
      new Set([price, compareAtPrice ?? undefined, cost].flatMap((one) => one?.currency ?? [])).size <= 1,
    { error: 'has prices in several currencies', path: ['price'] },
  );
export type ProductInput = z.infer<typeof productInputSchema>;

/** The change that an input means; `now` (epoch ms) where it says no time. */
export const changeOfInput = (input: { given: ProductInput; now: number }): ProductChange => {
  const { id, updatedAt, price, compareAtPrice, stock, removed, ...rest } = input.given;
  const told: ProductDetails = { ...rest, ...(removed === undefined ? {} : { isRemoved: removed }) };
  const hasDetails = Object.values(told).some((value) => value !== undefined);
  return {
    id,
    at: updatedAt === undefined ? input.now : Date.parse(updatedAt),
    ...(hasDetails ? { details: told } : {}),
    price,
    compareAt: compareAtPrice,
    stock,
  };
};

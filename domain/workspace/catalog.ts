import { z } from 'zod';

import { isObject } from '../json.ts';

const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address, `https://...`' }).max(2000);

const productSchema = z.strictObject({
  product_id: z.string().min(1).max(100).describe('The id of the product in the shop, as in its events.'),
  sku: z.string().min(1).max(100).optional().describe('Its stock-keeping unit.'),
  title: z.string().min(1).max(300).describe('Its name, as customers read it.'),
  url: webAddress.describe('The page of the product.'),
  image_url: webAddress.optional().describe('A picture of it.'),
  price: z.number().nonnegative().max(1_000_000_000).describe('What it costs, as a decimal amount.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency of ISO 4217 such as `EUR`')
    .describe('The currency of the price and the cost.'),
  cost: z
    .number()
    .nonnegative()
    .max(1_000_000_000)
    .optional()
    .describe('What one of it costs the shop, as a decimal amount: for margins. It is in no message.'),
  category: z.string().min(1).max(200).optional().describe('The category it belongs to.'),
  goesWith: z
    .array(z.string().min(1).max(200).describe('A product id, a SKU or a category.'))
    .max(50)
    .default([])
    .describe('What goes well with it, the best first: product ids, SKUs or categories.'),
});
export type Product = z.infer<typeof productSchema>;

/** The schema of `catalog.json`: the products the `recommend` step chooses from. */
export const catalogSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
    products: z.array(productSchema).max(5000).describe('The products that can be recommended.'),
  })
  .describe('The products of the shop that can be recommended, and what goes with what.');
export type Catalog = z.infer<typeof catalogSchema>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const isNamed = (input: { product: Product; names: ReadonlySet<string> }): boolean => {
  const { product, names } = input;
  return names.has(product.product_id) || (product.sku !== undefined && names.has(product.sku));
};

const namesOf = (products: readonly unknown[]): ReadonlySet<string> =>
  new Set(
    products
      .filter(isObject)
      .flatMap((product) => [text(product['product_id']), text(product['sku'])])
      .filter((name) => name !== undefined),
  );

/** What of the catalog somebody may be offered with these products at hand, the best first. */
export const complementsOf = (input: {
  catalog: Catalog;
  products: readonly unknown[];
  owned: readonly string[];
}): readonly Product[] => {
  const { products } = input.catalog;
  const atHand = namesOf(input.products);
  const had = new Set([...atHand, ...input.owned]);
  const wanted = products
    .filter((product) => isNamed({ product, names: atHand }))
    .flatMap((product) => product.goesWith);
  const found = wanted.flatMap((name) =>
    products.filter((product) => isNamed({ product, names: new Set([name]) }) || product.category === name),
  );
  return [...new Set(found)].filter((product) => !isNamed({ product, names: had }));
};

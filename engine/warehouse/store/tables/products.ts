import { type ProductDoc, productSchema } from '../../../catalog/store/product-schema.ts';
import { defineTable } from '../define-table.ts';

/** What the shop sells. */
export const productsTable = defineTable<ProductDoc>({
  name: 'products',
  about: 'A product of the catalogue, as it stands.',
  grain: 'whole',
  schema: productSchema,
  rows: (doc) => [doc],
  columns: {
    product_id: { type: 'text', about: 'The id of the product.', of: ({ id }) => id },
    sku: { type: 'text', about: 'Its SKU.', of: ({ sku }) => sku },
    title: { type: 'text', about: 'What it is called.', of: ({ title }) => title },
    brand: { type: 'text', about: 'Its brand.', of: ({ brand }) => brand },
    category: { type: 'text', about: 'Its first category.', of: ({ categories }) => categories[0] },
    is_available: { type: 'boolean', about: 'It can be bought now.', of: ({ isAvailable }) => isAvailable },
    removed_at: { type: 'time', about: 'When it left the catalogue.', of: ({ removedAt }) => removedAt },
  },
});

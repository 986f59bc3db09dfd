import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { ProductRow } from '../ports.ts';

/** A product. `_id` is tenant and product id. */
export type ProductDoc = ProductRow & {
  readonly _id: string;
  /** Tenant with its id and its SKU: by either it is found. */
  readonly names: readonly string[];
  /** Tenant with each category. */
  readonly shelves: readonly string[];
  /** Tenant with each word it is searched by. */
  readonly words: readonly string[];
  readonly isAvailable: boolean;
  readonly writer: string;
};

export const productSchema = defineSchema<ProductDoc>({
  collection: 'products',
  sharding: byId,
  person: nobody('What a shop sells.'),
  fields: {
    tenant: String,
    id: String,
    rev: Number,
    sku: String,
    title: String,
    url: String,
    image: String,
    brand: String,
    categories: [String],
    attributes: anyJson,
    cost: anyJson,
    price: anyJson,
    compareAt: anyJson,
    stock: Number,
    outSince: Number,
    addedAt: Number,
    updatedAt: Number,
    removedAt: Number,
    clocks: anyJson,
    prices: anyJson,
    news: anyJson,
    names: [String],
    shelves: [String],
    words: [String],
    isAvailable: Boolean,
    writer: String,
    due: Number,
    lease: String,
    told: String,
    listed: String,
  },
  indexes: [
    { name: 'names', key: { names: 1 } },
    { name: 'listed', key: { tenant: 1, updatedAt: 1, id: 1 } },
    { name: 'shelves', key: { shelves: 1, addedAt: 1 } },
    { name: 'words', key: { words: 1 } },
    { name: 'due', key: { due: 1 }, sparse: true },
  ],
});

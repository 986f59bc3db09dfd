import { z } from 'zod';
import { productChange } from '../commerce.ts';
import type { InboundProduct } from '../contract.ts';
import type { Delivery } from './delivery.ts';
import { id, maybe, money, type Money, text, time } from './fields.ts';

const variant = z.object({
  price: maybe(money),
  compare_at_price: maybe(money),
  sku: text,
  inventory_quantity: maybe(z.int()),
  /** Null where nobody counts; newer versions leave it out. */
  inventory_management: z.string().nullish().catch(undefined),
  /** `continue`: it is sold also when there is none. */
  inventory_policy: text,
});
type Variant = z.output<typeof variant>;

const product = z.object({
  id,
  title: z.string(),
  vendor: text,
  product_type: text,
  handle: text,
  status: text,
  updated_at: time,
  variants: z.array(variant),
  image: maybe(z.object({ src: text })),
  images: maybe(z.array(z.object({ src: text }))),
});

/** What is left of all variants together; null when nobody counts one of them, or it is sold without. */
const stockOf = (variants: readonly Variant[]): number | null | undefined => {
  const isFree = (one: Variant) => one.inventory_management === null || one.inventory_policy === 'continue';
  if (variants.some(isFree)) return null;
  const counts = variants.flatMap((one) => one.inventory_quantity ?? []);
  // What is oversold of one variant is not missing of another.
  return counts.length === 0 ? undefined : counts.reduce((all, one) => all + Math.max(0, one), 0);
};

/** The variant that costs least: its price is "from". */
const cheapest = (variants: readonly Variant[]): { price: Money; compareAt: Money | null } | undefined => {
  const [first] = variants
    .flatMap(({ price, compare_at_price: before }) =>
      price === undefined
        ? []
        : [{ price, compareAt: before !== undefined && before > price ? before : null }],
    )
    .toSorted((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : 0));
  return first;
};

/** `products/create` and `products/update`: the product as it now is. Its id is the one that lines of orders name. */
export const productChanged = (delivery: Delivery): readonly InboundProduct[] => {
  const of = product.parse(delivery.json);
  const from = cheapest(of.variants);
  return [
    productChange({
      id: of.id,
      updatedAt: of.updated_at ?? delivery.triggeredAt,
      title: of.title,
      brand: of.vendor,
      categories: of.product_type === undefined ? undefined : [of.product_type],
      url: of.handle === undefined ? undefined : `https://${delivery.shop}/products/${of.handle}`,
      image: of.image?.src ?? of.images?.[0]?.src,
      sku: of.variants.length === 1 ? of.variants[0]?.sku : undefined,
      currency: delivery.currency,
      price: from?.price,
      compareAt: from?.compareAt,
      stock: stockOf(of.variants),
      removed: of.status !== undefined && of.status !== 'active',
    }),
  ];
};

const idAlone = z.looseObject({ id });
/** Fields that only bodies of other topics have, which the signature does not tell apart. */
const ofOthers = ['created_at', 'updated_at', 'email', 'domain', 'title'];

/** `products/delete` has nothing but the id. */
export const productDeleted = (delivery: Delivery): readonly InboundProduct[] => {
  const of = idAlone.parse(delivery.json);
  if (ofOthers.some((field) => of[field] !== undefined)) {
    throw new TypeError('The body is not that of a deletion.');
  }
  return [{ type: 'product', product: { id: of.id, updatedAt: delivery.triggeredAt, removed: true } }];
};

import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { Position } from '../../api/ports/views.ts';
import { priorPriceOf } from '../../domain/catalog/prior-price.ts';
import { isAvailable, type Money } from '../../domain/catalog/product.ts';
import type { ProductRow } from './ports.ts';

const money = z.object({ minor: z.int(), currency: z.string() });
const pricePoint = money.extend({ at: instant });

export const productSchema = z
  .object({
    id: z.string(),
    sku: z.string().optional(),
    title: z.string(),
    url: z.string().optional(),
    image: z.string().optional(),
    brand: z.string().optional(),
    categories: z.array(z.string()),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    price: money.optional(),
    compareAtPrice: money.optional(),
    lowestPrice30Days: money.optional().openapi({
      description:
        'The lowest price of the 30 days before the present reduction (EU Omnibus directive); without one, of the last 30 days.',
    }),
    cost: money.optional(),
    stock: z.int().optional().openapi({ description: 'Absent when nobody counts it.' }),
    available: z.boolean(),
    addedAt: instant,
    updatedAt: instant,
    removedAt: instant.optional(),
  })
  .openapi('Product');

export const productWithPricesSchema = productSchema
  .extend({
    prices: z.array(pricePoint).openapi({ description: 'Since when it cost what, the oldest first.' }),
  })
  .openapi('ProductWithPrices');

const copy = (amount: Money | undefined) => (amount === undefined ? undefined : { ...amount });

/** A product as answers show it. */
export const productBody = (row: ProductRow, now: number): z.infer<typeof productSchema> => {
  const { id, sku, title, url, image, brand, categories, attributes, price, compareAt, cost, stock } = row;
  return {
    id,
    title,
    categories: [...categories],
    attributes: { ...attributes },
    ...given({
      sku,
      url,
      image,
      brand,
      stock,
      price: copy(price),
      compareAtPrice: copy(compareAt),
      cost: copy(cost),
      lowestPrice30Days: priorPriceOf({ product: row, now }),
    }),
    available: isAvailable(row),
    addedAt: iso(row.addedAt),
    updatedAt: iso(row.updatedAt),
    ...isoField('removedAt', row.removedAt),
  };
};

/** Where a product is in lists. */
export const productPosition = ({ updatedAt: at, id }: ProductRow): Position => ({ at, n: 0, id });

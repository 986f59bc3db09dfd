import type { JsonObject } from '../json.ts';
import { fromMinor } from '../money.ts';
import { priorPriceOf } from './prior-price.ts';
import { isAvailable, type Product } from './product.ts';

/**
 * A product as messages, conditions and events show it: amounts as decimals of `currency`, under the names of Segment's events.
 * What it costs the shop is not there. `lowest_price_30_days` is the price the EU wants beside a reduction.
 */
export const shownProduct = (input: { product: Product; now: number }): JsonObject => {
  const { product, now } = input;
  const { price, compareAt } = product;
  const [category] = product.categories;
  const currency = price?.currency;
  const lowest = priorPriceOf({ product, now });
  const shown: readonly (readonly [string, string | number | boolean | undefined])[] = [
    ['product_id', product.id],
    ['sku', product.sku],
    ['title', product.title],
    ['url', product.url],
    ['image_url', product.image],
    ['price', price === undefined ? undefined : fromMinor(price)],
    ['currency', currency],
    ['compare_at_price', compareAt === undefined ? undefined : fromMinor(compareAt)],
    ['lowest_price_30_days', lowest === undefined ? undefined : fromMinor(lowest)],
    ['category', category],
    ['brand', product.brand],
    ['in_stock', isAvailable(product)],
  ];
  return Object.fromEntries(shown.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};

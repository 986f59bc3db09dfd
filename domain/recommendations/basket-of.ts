import { keptLines } from '../orders/order-lines.ts';
import { isCounted, type Order } from '../orders/orders.ts';
import type { Basket } from './product-facts.ts';

/** So many products of one basket are looked at: a wholesale order says little of what goes together. */
const productsMax = 60;

/** The basket an order is: what its customer kept. Undefined for an order that does not count, or of which nothing was kept. */
export const basketOf = (input: { order: Order; person: string }): Basket | undefined => {
  const { order, person } = input;
  if (!isCounted(order)) return undefined;
  const products = [...new Set(keptLines(order).flatMap(({ productId }) => productId ?? []))];
  return products.length === 0
    ? undefined
    : { person, at: order.placedAt ?? 0, products: products.slice(0, productsMax) };
};

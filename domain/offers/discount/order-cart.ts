import type { Order } from '../../orders/orders.ts';
import { type Cart, toCart } from './cart.ts';

/** An order as the cart it was: its lines, and its value before discounts. Amounts in minor units of its currency. */
export const cartOfOrder = ({ money, goods }: Order): Cart => {
  const lines = (goods?.lines ?? []).map((line, index) => ({
    // A product can stand in several lines.
    id: `line-${index + 1}`,
    productId: line.productId,
    sku: line.sku,
    name: line.name,
    category: line.category,
    price: line.price ?? 0,
    quantity: line.quantity,
  }));
  const cart = toCart({
    currency: money?.currency ?? '',
    lines: lines.filter(({ quantity }) => Number.isSafeInteger(quantity)),
    shipping: money?.shipping,
  });
  return { ...cart, orderValue: (money?.revenue ?? 0) + (money?.discount ?? 0) };
};

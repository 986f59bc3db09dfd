import { isReduced, priorPrice } from './prices.ts';
import type { Money, Product } from './product.ts';

/**
 * The price that has to stand beside a reduction of a product in the EU (directive 98/6/EC, article 6a), as of `now` (epoch ms): the lowest
 * of the 30 days before it. Undefined for a product without a price, or that has none so long.
 */
export const priorPriceOf = (input: {
  product: Pick<Product, 'price' | 'prices'>;
  now: number;
}): Money | undefined => {
  const { product, now } = input;
  const currency = product.price?.currency;
  const minor = currency === undefined ? undefined : priorPrice({ prices: product.prices, currency, now });
  return minor === undefined || currency === undefined ? undefined : { minor, currency };
};

/** Whether the shop shows a product as reduced at `now` (epoch ms): it cost more before, or a higher price is crossed out. */
export const isShownReduced = (input: {
  product: Pick<Product, 'price' | 'prices' | 'compareAt'>;
  now: number;
}): boolean => {
  const { product, now } = input;
  const { price, compareAt, prices } = product;
  if (price === undefined) return false;
  const isCrossedOut =
    compareAt !== undefined && compareAt.currency === price.currency && compareAt.minor > price.minor;
  return isCrossedOut || isReduced({ prices, now });
};

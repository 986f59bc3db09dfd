import type { JsonObject } from '../json.ts';
import { fromMinor } from '../money.ts';
import type { InterestKind } from './interest.ts';
import { isAvailable, type Product, type ProductNews } from './product.ts';
import { shownProduct } from './shown-product.ts';

const dayMs = 86_400_000;
/** So long a request to be told is remembered, and so long a look at a product or a place in a cart counts. */
const requestDays = 180;
const interestDays = 30;

/**
 * Since when an interest of a kind counts for a news, in epoch ms. Anyone who asked is told for 180 days; anyone who looked at a product or put it into
 * a cart counts for 30 days, and for a product that is back only while it was out of stock.
 */
export const newsStart = (input: { news: ProductNews; kind: InterestKind }): number => {
  const { news, kind } = input;
  if (kind === 'requested') return news.at - requestDays * dayMs;
  const recent = news.at - interestDays * dayMs;
  return news.kind === 'back-in-stock' ? Math.max(recent, news.since ?? recent) : recent;
};

/** Whether a news is still true: the product can be bought, and costs less than it did. */
export const stillHolds = (input: { product: Product; news: ProductNews }): boolean => {
  const { product, news } = input;
  if (!isAvailable(product)) return false;
  if (news.kind === 'back-in-stock') return true;
  const { from } = news;
  return from !== undefined && from.currency === product.price?.currency && product.price.minor < from.minor;
};

/** The event that tells somebody of a news: the product as it is now, what they did with it and when, and for a lower price the one before. */
export const newsEvent = (input: {
  product: Product;
  news: ProductNews;
  interest: InterestKind;
  interestedAt: number;
  now: number;
}): { readonly name: string; readonly properties: JsonObject } => {
  const { product, news, interest, interestedAt, now } = input;
  const shown = {
    ...shownProduct({ product, now }),
    interest,
    interested_at: new Date(interestedAt).toISOString(),
    days_since_interest: Math.floor((now - interestedAt) / dayMs),
  };
  if (news.kind === 'back-in-stock') return { name: 'Back In Stock', properties: shown };
  const { from } = news;
  const { price } = product;
  if (from === undefined || price === undefined) return { name: 'Price Dropped', properties: shown };
  return {
    name: 'Price Dropped',
    properties: {
      ...shown,
      previous_price: fromMinor(from),
      percent_off: Math.round((1 - price.minor / from.minor) * 100),
    },
  };
};

import { reservedNames } from './reserved-names.ts';

/** What a sign-up form on a web page may ask for: one confirmation mail, and nothing before it is confirmed. */
export const subscriptionRequested = 'Subscription Requested';

/** The track events a public key may send by default: browsing, in Segment's names. */
export const browsingEvents: readonly string[] = [
  'Products Searched',
  'Product List Viewed',
  'Product List Filtered',
  'Promotion Viewed',
  'Promotion Clicked',
  'Product Clicked',
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Product Shared',
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  'Cart Viewed',
  'Cart Shared',
  'Checkout Started',
  'Checkout Step Viewed',
  'Checkout Step Completed',
];

/** First words of names that only a server, a verified webhook or the engine may use. */
const reservedWords: ReadonlySet<string> = new Set([
  'consent',
  'conversation',
  'coupon',
  'email',
  'ciclo',
  'journey',
  'link',
  'message',
  'order',
  'points',
  'privacy',
  'referral',
  'refund',
  'segment',
  'sms',
  'store',
  'subscription',
  'unsubscribed',
]);

/**
 * A name without what the eye does not see: case, kinds and number of blanks, zero width and other format
 * characters, compatibility forms. Two names that are the same after this are look-alikes.
 */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Mn}]/gu, '')
    .replaceAll(/[\s\p{Cc}\p{Pd}_]+/gu, ' ')
    .trim()
    .toLowerCase();

const plainEngineNames: ReadonlySet<string> = new Set(
  [...reservedNames].filter(([, by]) => by === 'engine').map(([name]) => plainName(name)),
);

/** Whether a name is one of the engine's own, or looks like it. */
export const isEngineName = (name: string): boolean => plainEngineNames.has(plainName(name));

/** Whether a name, or what it looks like, can never come with a public key, whatever the workspace lists. */
export const isReservedFromPublic = (name: string): boolean => {
  const plain = plainName(name);
  if (plain === plainName(subscriptionRequested)) return name !== subscriptionRequested;
  return plainEngineNames.has(plain) || reservedWords.has(plain.split(' ')[0] ?? '');
};

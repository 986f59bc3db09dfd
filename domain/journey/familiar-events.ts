import { referralEventNames } from '../referrals/referral-event-names.ts';
import { editDistance } from '../documents/nearest.ts';

/** Segment's e-commerce events and the engine's own: the names most shops use, in their exact spelling. */
export const familiarEvents = [
  'Products Searched',
  'Product List Viewed',
  'Product List Filtered',
  'Promotion Viewed',
  'Promotion Clicked',
  'Product Clicked',
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Cart Viewed',
  'Checkout Started',
  'Checkout Updated',
  'Checkout Step Viewed',
  'Checkout Step Completed',
  'Payment Info Entered',
  'Order Updated',
  'Order Completed',
  'Order Refunded',
  'Order Cancelled',
  'Order Fulfilled',
  'Order Delivered',
  'Coupon Entered',
  'Coupon Applied',
  'Coupon Denied',
  'Coupon Removed',
  'Coupon Redeemed',
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  'Product Shared',
  'Cart Shared',
  'Product Reviewed',
  'Customer Created',
  'Signed Up',
  'Email Delivered',
  'Email Opened',
  'Email Bounced',
  'Message Delivered',
  'Message Bounced',
  'Link Clicked',
  'Unsubscribed',
  'Consent Granted',
  'Consent Withdrawn',
  'Consent Expired',
  'Segment Joined',
  'Segment Left',
  ...referralEventNames,
  'Message Received',
  'Conversation Opened',
  'Conversation Assigned',
  'Conversation Solved',
  'Conversation Reopened',
] as const;

const known: ReadonlySet<string> = new Set(familiarEvents);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

const sorted = (name: string): string =>
  name
    .toLowerCase()
    .split(/[\s_-]+/)
    .toSorted()
    .join(' ');

const typoMax = 2;
const shortMax = 10;

/**
 * The familiar event somebody most likely meant by an unfamiliar name: another case or separator, the words the
 * other way round (`Completed Order`), or a slip of two letters. Undefined for familiar names and for names of one's own.
 */
export const meantEvent = (name: string): string | undefined => {
  if (known.has(name)) return undefined;
  return familiarEvents.find((event) => {
    if (plain(event) === plain(name) || sorted(event) === sorted(name)) return true;
    return name.length >= shortMax && editDistance(event, name) <= typoMax;
  });
};

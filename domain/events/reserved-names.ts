import { conversationNames } from './conversation-names.ts';
import { entryRequested } from './entry-requested.ts';
import { eventTypes } from './event.ts';
import { giftCardNames } from '../gift-cards/event-names.ts';
import { loyaltyNames } from '../loyalty/event-names.ts';
import { referralEventNames } from '../referrals/referral-event-names.ts';
import { storeCreditNames } from '../loyalty/store-credit.ts';
import { ownNames } from './own-names.ts';

/**
 * Names no call of the tracking API can use, whatever its key. Nothing may come by it that only the engine or a verified
 * webhook can know: what the engine tells itself, requests of privacy, bounces and complaints (which stop all mail to
 * an address), judged referrals.
 */
export const reservedNames: ReadonlyMap<string, 'call' | 'engine'> = new Map<string, 'call' | 'engine'>([
  ...eventTypes.map((name): [string, 'call'] => [name, 'call']),
  ...[
    entryRequested,
    'Segment Joined',
    'Segment Left',
    ...Object.values(ownNames),
    ...Object.values(conversationNames),
    ...Object.values(loyaltyNames),
    ...Object.values(giftCardNames),
    ...Object.values(storeCreditNames),
    'Message Undelivered',
    'Privacy Erase Requested',
    'Privacy Export Requested',
    'Store Uninstalled',
    'Store Erase Requested',
    'Email Bounced',
    'Email Marked as Spam',
    'Message Bounced',
    'Coupon Redeemed',
    ...referralEventNames,
  ].map((name): [string, 'engine'] => [name, 'engine']),
]);

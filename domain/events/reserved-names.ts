import { eventTypes } from './event.ts';
import { ownNames } from './own-names.ts';

/**
 * Names a call of the tracking API cannot use. Its write key stands in the pages of the shop for everybody to
 * read, so nothing may come by it that only the engine or a verified webhook can know: what the engine tells
 * itself, requests of privacy, bounces and complaints (which stop all mail to an address), judged referrals.
 */
export const reservedNames: ReadonlyMap<string, 'call' | 'engine'> = new Map<string, 'call' | 'engine'>([
  ...eventTypes.map((name): [string, 'call'] => [name, 'call']),
  ...[
    'Journey Entry Requested',
    'Segment Joined',
    'Segment Left',
    ...Object.values(ownNames),
    'Message Undelivered',
    'Privacy Erase Requested',
    'Privacy Export Requested',
    'Store Uninstalled',
    'Store Erase Requested',
    'Email Bounced',
    'Email Marked as Spam',
    'Referral Qualified',
    'Referral Refused',
    'Referral Reversed',
  ].map((name): [string, 'engine'] => [name, 'engine']),
]);

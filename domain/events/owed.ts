import { reachOf, type StoredEvent } from './event.ts';

/**
 * What is done whenever it was asked or happened, also when the source dates it far ahead of us: requests of privacy,
 * withdrawals of consent, addresses that are dead or complained, orders that are no more.
 */
const owed: ReadonlySet<string> = new Set([
  'Privacy Erase Requested',
  'Privacy Export Requested',
  'Store Uninstalled',
  'Store Erase Requested',
  'Consent Withdrawn',
  'Unsubscribed',
  'Email Bounced',
  'Email Marked as Spam',
  'Message Bounced',
  'Order Cancelled',
  'Order Refunded',
]);

/** Whether the age of an event of this name must not keep it from being done. */
export const isOwed = (event: Pick<StoredEvent, 'name'>): boolean => owed.has(event.name);

/**
 * An event with a time that lets it be dispatched: one that is owed is dated when it arrived where its source dates it too
 * far ahead, instead of being set aside.
 */
export const settledTime = (event: StoredEvent): StoredEvent =>
  isOwed(event) && reachOf(event) === 'quarantined' ? { ...event, timestamp: event.receivedAt } : event;

import type { InboundEvent } from '../contract.ts';
import { sessionCompleted, sessionExpired } from './checkouts.ts';
import type { StripeEvent } from './event.ts';
import { invoicePaid, invoiceTold } from './invoices.ts';
import { disputeChanged, paymentEnded, refundChanged } from './payments.ts';
import { customerChanged, customerDeleted } from './people.ts';
import { subscriptionCreated, subscriptionTold, subscriptionUpdated } from './subscriptions.ts';

type Read = (event: StripeEvent) => readonly InboundEvent[];

/** What each type becomes. A type that is not here is taken, kept, and becomes nothing. */
export const topics: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['customer.created', customerChanged],
  ['customer.updated', customerChanged],
  ['customer.deleted', customerDeleted],
  ['checkout.session.completed', sessionCompleted],
  ['checkout.session.async_payment_succeeded', sessionCompleted],
  ['checkout.session.expired', sessionExpired],
  ['payment_intent.succeeded', paymentEnded('Payment Succeeded')],
  ['payment_intent.payment_failed', paymentEnded('Payment Failed')],
  ['refund.created', refundChanged],
  ['refund.failed', refundChanged],
  ['charge.dispute.created', disputeChanged('Dispute Opened')],
  ['charge.dispute.closed', disputeChanged('Dispute Closed')],
  ['invoice.paid', invoicePaid],
  ['invoice.payment_failed', invoiceTold('Payment Failed')],
  ['invoice.payment_action_required', invoiceTold('Payment Action Required')],
  ['invoice.upcoming', invoiceTold('Subscription Renewal Upcoming')],
  ['customer.subscription.created', subscriptionCreated],
  ['customer.subscription.updated', subscriptionUpdated],
  ['customer.subscription.deleted', subscriptionTold('Subscription Cancelled')],
  ['customer.subscription.paused', subscriptionTold('Subscription Paused')],
  ['customer.subscription.resumed', subscriptionTold('Subscription Resumed')],
  ['customer.subscription.trial_will_end', subscriptionTold('Trial Ending')],
]);

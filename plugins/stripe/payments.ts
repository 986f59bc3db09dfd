import { z } from 'zod';
import { type Shopper, maybe, text, toNumber, track } from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';
import { stripeMoney } from './amounts.ts';
import { at, detailsOf, ref, type StripeEvent, told } from './event.ts';

const base = { id: z.string().min(1), amount: z.number(), currency: z.string() };
const amountOf = (of: { amount: number; currency: string }) => ({
  amount: toNumber(stripeMoney(of.amount, of.currency)),
  currency: of.currency.toUpperCase(),
});

const payment = z.object({
  ...base,
  customer: ref,
  receipt_email: text,
  description: text,
  metadata: maybe(z.record(z.string(), z.string())),
  last_payment_error: maybe(z.object({ code: text, decline_code: text })),
});

/** `payment_intent.succeeded` and `.payment_failed`. A payment is of one person, so later disputes and refunds are theirs. */
export const paymentEnded =
  (name: 'Payment Succeeded' | 'Payment Failed') =>
  (event: StripeEvent): readonly InboundEvent[] => {
    const of = payment.parse(event.object);
    const failed = name === 'Payment Failed' ? of.last_payment_error : undefined;
    return [
      told(event, {
        who: { customerId: of.customer, email: of.receipt_email, orderId: of.id },
        name,
        properties: {
          payment_id: of.id,
          ...amountOf(of),
          description: of.description,
          order_name: of.metadata?.['order_id'],
          reason: failed?.decline_code ?? failed?.code,
        },
      }),
    ];
  };

const refund = z.object({
  ...base,
  charge: ref,
  payment_intent: ref,
  customer: ref,
  status: text,
  reason: text,
  failure_reason: text,
  created: at,
});

/** The money that left an order: `total` of 0 takes back what was told of a refund. */
const orderRefunded = (
  event: StripeEvent,
  input: {
    who: Shopper;
    orderId: string;
    refundId: string;
    total: number;
    currency: string;
    reason?: string | undefined;
  },
): readonly InboundEvent[] => {
  if (!event.hasOrders) return [];
  return [
    track({
      ...detailsOf(event, input.who),
      event: 'Order Refunded',
      messageId: `order-refunded:${input.refundId}${input.total === 0 ? ':failed' : ''}`,
      properties: {
        order_id: input.orderId,
        refund_id: input.refundId,
        total: input.total,
        currency: input.currency,
        reason: input.reason,
      },
    }),
  ];
};

/** `refund.created`, and `refund.failed`, which takes it back. */
export const refundChanged = (event: StripeEvent): readonly InboundEvent[] => {
  const of = refund.parse(event.object);
  const orderId = of.payment_intent ?? of.charge;
  if (orderId === undefined) return [];
  const isFailed = of.status === 'failed' || of.status === 'canceled';
  const who = { customerId: of.customer, orderId };
  const { amount, currency } = amountOf(of);
  return [
    track({
      ...detailsOf(event, who),
      event: isFailed ? 'Payment Refund Failed' : 'Payment Refunded',
      messageId: `${isFailed ? 'refund-failed' : 'payment-refunded'}:${of.id}`,
      properties: {
        payment_id: of.payment_intent,
        refund_id: of.id,
        amount,
        currency,
        reason: isFailed ? of.failure_reason : of.reason,
      },
    }),
    ...orderRefunded(event, {
      who,
      orderId,
      refundId: of.id,
      total: isFailed ? 0 : amount,
      currency,
      reason: of.reason,
    }),
  ];
};

const dispute = z.object({
  ...base,
  charge: ref,
  payment_intent: ref,
  status: text,
  reason: text,
  evidence_details: maybe(z.object({ due_by: at })),
});

/** `charge.dispute.created` and `.closed`. A lost one took the money back. */
export const disputeChanged =
  (name: 'Dispute Opened' | 'Dispute Closed') =>
  (event: StripeEvent): readonly InboundEvent[] => {
    const of = dispute.parse(event.object);
    const orderId = of.payment_intent ?? of.charge;
    if (orderId === undefined) return [];
    const who = { orderId };
    const { amount, currency } = amountOf(of);
    return [
      told(event, {
        who,
        name,
        properties: {
          dispute_id: of.id,
          payment_id: of.payment_intent,
          amount,
          currency,
          status: of.status,
          reason: of.reason,
          due_at: of.evidence_details?.due_by,
        },
      }),
      ...(name === 'Dispute Closed' && of.status === 'lost'
        ? orderRefunded(event, { who, orderId, refundId: of.id, total: amount, currency, reason: 'dispute' })
        : []),
    ];
  };

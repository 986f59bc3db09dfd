import { z } from 'zod';
import { maybe, orderEvents, type ShopLine, text, toNumber } from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';
import { stripeMoney } from './amounts.ts';
import { at, detailsOf, ref, type StripeEvent, told } from './event.ts';

const line = z.object({
  description: text,
  quantity: maybe(z.number().int()),
  amount: maybe(z.number()),
  pricing: maybe(z.object({ price_details: maybe(z.object({ price: ref, product: ref })) })),
});

const payment = z.object({ payment: maybe(z.object({ payment_intent: ref })) });

const invoice = z.object({
  id: text,
  number: text,
  currency: z.string(),
  customer: ref,
  customer_email: text,
  customer_phone: text,
  amount_due: maybe(z.number()),
  amount_paid: maybe(z.number()),
  subtotal: maybe(z.number()),
  total: maybe(z.number()),
  total_excluding_tax: maybe(z.number()),
  total_discount_amounts: maybe(z.array(z.object({ amount: z.number() }))),
  amount_shipping: maybe(z.number()),
  billing_reason: text,
  attempt_count: maybe(z.number()),
  next_payment_attempt: at,
  due_date: at,
  hosted_invoice_url: text,
  // Where the payment and the subscription stand depends on the version of the API.
  payment_intent: ref,
  payments: maybe(z.object({ data: z.array(payment) })),
  subscription: ref,
  parent: maybe(z.object({ subscription_details: maybe(z.object({ subscription: ref })) })),
  lines: maybe(z.object({ data: z.array(line) })),
});
type Invoice = z.output<typeof invoice>;

const subscriptionOf = (of: Invoice): string | undefined =>
  of.parent?.subscription_details?.subscription ?? of.subscription;

const paymentOf = (of: Invoice): string | undefined =>
  of.payment_intent ??
  of.payments?.data.find((one) => one.payment?.payment_intent !== undefined)?.payment?.payment_intent;

const propertiesOf = (of: Invoice, minor: number | undefined): Record<string, unknown> => ({
  invoice_id: of.id,
  invoice_number: of.number,
  subscription_id: subscriptionOf(of),
  payment_id: paymentOf(of),
  amount: minor === undefined ? undefined : toNumber(stripeMoney(minor, of.currency)),
  currency: of.currency.toUpperCase(),
  billing_reason: of.billing_reason,
});

const whoOf = (of: Invoice) => ({
  customerId: of.customer,
  email: of.customer_email,
  phone: of.customer_phone,
  orderId: paymentOf(of) ?? of.id,
});

const linesOf = (of: Invoice): readonly ShopLine[] =>
  (of.lines?.data ?? []).map((one) => {
    const quantity = one.quantity ?? 1;
    const { product, price } = one.pricing?.price_details ?? {};
    return {
      productId: product,
      variantId: price,
      name: one.description,
      quantity,
      price:
        one.amount === undefined || quantity < 1
          ? undefined
          : stripeMoney(one.amount, of.currency) / BigInt(quantity),
    };
  });

const isOfSubscription = (of: Invoice): boolean => (of.billing_reason ?? '').startsWith('subscription');

const orderOf = (event: StripeEvent, of: Invoice): readonly InboundEvent[] => {
  const total = of.total ?? of.amount_paid ?? 0;
  if (!event.hasOrders || !isOfSubscription(of) || of.id === undefined || total <= 0) return [];
  const money = (minor: number) => stripeMoney(minor, of.currency);
  const shipping = of.amount_shipping ?? 0;
  const plain = of.total_excluding_tax ?? total;
  const off = (of.total_discount_amounts ?? []).reduce((all, { amount }) => all + amount, 0);
  return orderEvents({
    ...detailsOf(event, whoOf(of)),
    order: {
      id: paymentOf(of) ?? of.id,
      name: of.number,
      who: whoOf(of),
      state: 'placed',
      placedAt: event.at,
      paid: event.at,
      currency: of.currency.toUpperCase(),
      total: money(total),
      revenue: money(plain - shipping),
      tax: money(total - plain),
      shipping: money(shipping),
      discount: money(off),
      lines: linesOf(of),
      test: event.test,
      more: { invoice_id: of.id, subscription_id: subscriptionOf(of) },
    },
  });
};

/** `invoice.paid`; of a subscription it is an order where payments count as orders. */
export const invoicePaid = (event: StripeEvent): readonly InboundEvent[] => {
  const of = invoice.parse(event.object);
  return [
    told(event, { who: whoOf(of), name: 'Invoice Paid', properties: propertiesOf(of, of.amount_paid) }),
    ...orderOf(event, of),
  ];
};

/** An invoice that is about to come, or that could not be paid: what the customer has to know and where they can act. */
export const invoiceTold =
  (name: 'Payment Failed' | 'Payment Action Required' | 'Subscription Renewal Upcoming') =>
  (event: StripeEvent): readonly InboundEvent[] => {
    const of = invoice.parse(event.object);
    return [
      told(event, {
        who: whoOf(of),
        name,
        properties: {
          ...propertiesOf(of, of.amount_due),
          attempt: of.attempt_count,
          next_attempt_at: of.next_payment_attempt,
          due_at: of.due_date,
          payment_url: of.hosted_invoice_url,
        },
      }),
    ];
  };

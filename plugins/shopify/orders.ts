import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { checkoutConsent } from './consent.ts';
import { type Delivery, identify, readBody, track, type Who } from './delivery.ts';
import { id, maybe, text, time } from './fields.ts';
import { amounts, totals } from './lines.ts';
import { edited, standingOf } from './order-standing.ts';
import { anonymousId, origin, referralCode } from './origin.ts';
import { address, customer, traitsOf } from './person.ts';

const fulfillmentLink = z.object({ tracking_url: text, tracking_number: text, tracking_company: text });

const order = z.object({
  id,
  name: text,
  email: text,
  contact_email: text,
  phone: text,
  created_at: time,
  updated_at: time,
  processed_at: time,
  cancelled_at: time,
  cancel_reason: text,
  checkout_token: text,
  cart_token: text,
  customer: maybe(customer),
  customer_locale: text,
  billing_address: address,
  shipping_address: address,
  buyer_accepts_marketing: maybe(z.boolean()),
  financial_status: text,
  fulfillment_status: text,
  order_status_url: text,
  tags: text,
  test: maybe(z.boolean()),
  fulfillments: maybe(z.array(fulfillmentLink)),
  ...origin,
  ...amounts,
  ...edited,
});

type Order = z.output<typeof order>;

const whoOf = (of: Order): Who => ({
  customerId: of.customer?.id,
  email: of.email ?? of.contact_email ?? of.customer?.email,
  phone: of.phone ?? of.customer?.phone,
  orderId: of.id,
  anonymousId: anonymousId(of),
});

const propertiesOf = (of: Order): Record<string, unknown> => ({
  order_id: of.id,
  order_name: of.name,
  checkout_id: of.checkout_token,
  cart_id: of.cart_token,
  ...totals(of, standingOf(of)),
  financial_status: of.financial_status,
  fulfillment_status: of.fulfillment_status,
  order_status_url: of.order_status_url,
  referral_code: referralCode(of),
  landing_site: of.landing_site,
  referring_site: of.referring_site,
  source_name: of.source_name,
  tags: of.tags?.split(',').map((tag) => tag.trim()),
  test: of.test === true,
});

/**
 * `orders/create`: the order, what it tells of the person, and a ticked box. An order that was imported has its
 * own past in `processed_at`, so it starts nothing today.
 */
export const orderCreated = (given: Delivery): readonly InboundEvent[] => {
  const { of, delivery } = readBody(order, given);
  const at = of.processed_at ?? of.created_at ?? delivery.triggeredAt;
  const details = { delivery, who: whoOf(of), at, test: of.test };
  const traits = traitsOf({
    customer: of.customer,
    address: of.billing_address ?? of.shipping_address,
    email: details.who.email,
    phone: details.who.phone,
    locale: of.customer_locale,
  });
  return [
    ...(Object.keys(traits).length === 0
      ? []
      : [identify({ ...details, messageId: `identify:order:${of.id}`, traits })]),
    ...checkoutConsent({
      ...details,
      channel: 'email',
      isTicked: of.buyer_accepts_marketing,
      of: `order:${of.id}`,
    }),
    track({
      ...details,
      event: 'Order Completed',
      messageId: `order-completed:${of.id}`,
      properties: propertiesOf(of),
    }),
  ];
};

const change = (input: {
  event: string;
  /** Once for each order, unless it can happen again. */
  messageId: (of: Order, delivery: Delivery) => string;
  at?: (of: Order) => string | undefined;
  /** Whether the body bears out what the topic, which is not signed, says. */
  isSo?: (of: Order) => boolean;
  more?: (of: Order) => Record<string, unknown>;
}) => {
  return (given: Delivery): readonly InboundEvent[] => {
    const { of, delivery } = readBody(order, given);
    if (input.isSo !== undefined && !input.isSo(of)) return [];
    return [
      track({
        delivery,
        who: whoOf(of),
        at: input.at?.(of) ?? of.updated_at ?? delivery.triggeredAt,
        test: of.test,
        event: input.event,
        messageId: input.messageId(of, delivery),
        properties: { ...propertiesOf(of), ...input.more?.(of) },
      }),
    ];
  };
};

const tracking = (of: Order): Record<string, unknown> => {
  const last = of.fulfillments?.at(-1);
  return {
    tracking_url: last?.tracking_url,
    tracking_number: last?.tracking_number,
    tracking_company: last?.tracking_company,
  };
};

export const orderUpdated = change({
  event: 'Order Updated',
  messageId: (of, { hash }) => `order-updated:${of.id}:${hash}`,
});

const orderEdit = z.object({ order_edit: z.object({ id, order_id: id, created_at: time }) });

/** `orders/edited` says that an order was edited and not what it costs now: `orders/updated`, which follows, does. */
export const orderEdited = (delivery: Delivery): readonly InboundEvent[] => {
  const of = orderEdit.parse(delivery.json).order_edit;
  return [
    track({
      delivery,
      who: { orderId: of.order_id },
      at: of.created_at ?? delivery.triggeredAt,
      event: 'Order Edited',
      messageId: `order-edited:${of.id}`,
      properties: { order_id: of.order_id, edit_id: of.id },
    }),
  ];
};

export const orderPaid = change({
  event: 'Order Paid',
  messageId: (of) => `order-paid:${of.id}`,
  isSo: (of) => of.financial_status === 'paid' || of.financial_status === 'partially_refunded',
});

export const orderFulfilled = change({
  event: 'Order Fulfilled',
  messageId: (of) => `order-fulfilled:${of.id}`,
  isSo: (of) => of.fulfillment_status === 'fulfilled',
  more: tracking,
});

export const orderPartiallyFulfilled = change({
  event: 'Order Partially Fulfilled',
  messageId: (of, { hash }) => `order-partially-fulfilled:${of.id}:${hash}`,
  isSo: (of) => of.fulfillment_status === 'partial',
  more: tracking,
});

export const orderCancelled = change({
  event: 'Order Cancelled',
  messageId: (of) => `order-cancelled:${of.id}`,
  isSo: (of) => of.cancelled_at !== undefined,
  at: (of) => of.cancelled_at,
  more: (of) => ({ reason: of.cancel_reason }),
});

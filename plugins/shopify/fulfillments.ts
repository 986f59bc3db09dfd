import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, readBody, track } from './delivery.ts';
import { id, maybe, text, time } from './fields.ts';
import { line, product } from './lines.ts';

const fulfillment = z.object({
  id,
  order_id: id,
  email: text,
  updated_at: time,
  shipment_status: text,
  tracking_company: text,
  tracking_number: text,
  tracking_url: text,
  line_items: maybe(z.array(line)),
});

/** `fulfillments/create` and `/update`: an event once the parcel has arrived. */
export const fulfillmentChanged = (given: Delivery): readonly InboundEvent[] => {
  const { of, delivery } = readBody(fulfillment, given);
  if (of.shipment_status !== 'delivered') return [];
  return [
    track({
      delivery,
      who: { email: of.email, orderId: of.order_id },
      at: of.updated_at ?? delivery.triggeredAt,
      event: 'Order Delivered',
      messageId: `order-delivered:${of.order_id}:${of.id}`,
      properties: {
        order_id: of.order_id,
        fulfillment_id: of.id,
        tracking_company: of.tracking_company,
        tracking_number: of.tracking_number,
        tracking_url: of.tracking_url,
        products: (of.line_items ?? []).map((one) => product(one)),
      },
    }),
  ];
};

const step = z.object({ fulfillment_id: id, order_id: id, status: z.string(), happened_at: time });

/** `fulfillment_events/create`: the same from carriers that report each step. */
export const fulfillmentStepped = (delivery: Delivery): readonly InboundEvent[] => {
  const of = step.parse(delivery.json);
  if (of.status !== 'delivered') return [];
  return [
    track({
      delivery,
      who: { orderId: of.order_id },
      at: of.happened_at ?? delivery.triggeredAt,
      event: 'Order Delivered',
      messageId: `order-delivered:${of.order_id}:${of.fulfillment_id}`,
      properties: { order_id: of.order_id, fulfillment_id: of.fulfillment_id },
    }),
  ];
};

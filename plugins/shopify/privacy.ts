import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, track } from './delivery.ts';
import { id, maybe, text } from './fields.ts';

/**
 * The signature covers the body and not the topic: a body of another topic must not be taken for one of these, or a copy of an
 * order would erase its customer. Only requests of privacy and what is about the shop say which shop they are about.
 */
const request = z.object({
  shop_domain: z.string().min(1),
  // A guest has an address and no id.
  customer: maybe(z.object({ id: maybe(id), email: text, phone: text })),
  data_request: maybe(z.object({ id })),
  orders_requested: maybe(z.array(id)),
  orders_to_redact: maybe(z.array(id)),
});

/**
 * `customers/data_request` and `customers/redact`. Their events have no id of their own: a person who came back
 * and asks again with the same words is heard again.
 */
export const privacyRequest =
  (event: 'Privacy Export Requested' | 'Privacy Erase Requested') =>
  (delivery: Delivery): readonly InboundEvent[] => {
    const of = request.parse(delivery.json);
    const isExport = of.data_request !== undefined || of.orders_requested !== undefined;
    const isOther = event === 'Privacy Erase Requested' ? isExport : of.orders_to_redact !== undefined;
    if (isOther) throw new TypeError('The body is that of another request of privacy.');
    const orders = of.orders_requested ?? of.orders_to_redact ?? [];
    const who = { customerId: of.customer?.id, email: of.customer?.email, phone: of.customer?.phone };
    const isAnybody = who.customerId !== undefined || who.email !== undefined || who.phone !== undefined;
    return [
      track({
        delivery,
        who: isAnybody ? who : { orderId: orders[0] },
        at: delivery.triggeredAt,
        event,
        properties: {
          customer_id: of.customer?.id,
          order_ids: orders,
          request_id: of.data_request?.id,
          source: 'shopify',
        },
      }),
    ];
  };

const aboutShop = z.object({
  shop_domain: text,
  myshopify_domain: text,
  domain: text,
  customer: maybe(z.unknown()),
});

/** `app/uninstalled` and, 48 hours later, `shop/redact`: about the shop, not about a person. */
export const shopLeft =
  (event: 'Store Uninstalled' | 'Store Erase Requested') =>
  (delivery: Delivery): readonly InboundEvent[] => {
    const of = aboutShop.parse(delivery.json);
    const shop = of.shop_domain ?? of.myshopify_domain ?? of.domain;
    if (shop === undefined || of.customer !== undefined) {
      throw new TypeError('The body is about no shop.');
    }
    return [
      track({
        delivery,
        who: { anonymousId: `shopify-shop:${shop}` },
        at: delivery.triggeredAt,
        event,
        properties: { shop },
      }),
    ];
  };

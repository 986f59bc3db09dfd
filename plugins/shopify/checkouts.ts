import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { checkoutConsent } from './consent.ts';
import { type Delivery, identify, isKnown, readBody, track, type Who } from './delivery.ts';
import { maybe, text, time } from './fields.ts';
import { amounts, totals } from './lines.ts';
import { anonymousId, origin, referralCode } from './origin.ts';
import { address, customer, traitsOf } from './person.ts';

const checkout = z.object({
  token: z.string().min(1),
  cart_token: text,
  email: text,
  phone: text,
  sms_marketing_phone: text,
  created_at: time,
  updated_at: time,
  completed_at: time,
  abandoned_checkout_url: text,
  customer: maybe(customer),
  customer_locale: text,
  billing_address: address,
  shipping_address: address,
  buyer_accepts_marketing: maybe(z.boolean()),
  buyer_accepts_sms_marketing: maybe(z.boolean()),
  ...origin,
  ...amounts,
});

type Checkout = z.output<typeof checkout>;

const whoOf = (of: Checkout): Who => ({
  customerId: of.customer?.id,
  email: of.email ?? of.customer?.email,
  phone: of.phone ?? of.sms_marketing_phone ?? of.customer?.phone,
  anonymousId: anonymousId(of),
});

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** The person, again only when something about them changed since the last update of this checkout. */
const person = (input: { delivery: Delivery; of: Checkout; who: Who; at: string }): InboundEvent[] => {
  const { of, who } = input;
  const traits = traitsOf({
    customer: of.customer,
    address: of.billing_address ?? of.shipping_address,
    email: who.email,
    phone: who.phone,
    locale: of.customer_locale,
  });
  if (Object.keys(traits).length === 0) return [];
  return [
    identify({ ...input, messageId: `identify:checkout:${of.token}:${digest([who, traits])}`, traits }),
  ];
};

/**
 * `checkouts/create` and `checkouts/update`. Most checkouts begin with nobody's name: the first one that says
 * whose it is is "Checkout Started", whichever topic brings it, and its id lets it happen once. A completed
 * checkout is an order, which comes by itself.
 */
export const checkoutChanged =
  (topic: 'create' | 'update') =>
  (given: Delivery): readonly InboundEvent[] => {
    const { of, delivery } = readBody(checkout, given);
    const who = whoOf(of);
    if (of.completed_at !== undefined || !isKnown(who)) return [];
    const at = (topic === 'create' ? of.created_at : of.updated_at) ?? delivery.triggeredAt;
    const details = { delivery, who, at };
    const properties = {
      checkout_id: of.token,
      cart_id: of.cart_token,
      ...totals(of),
      value: totals(of)['total'],
      checkout_url: of.abandoned_checkout_url,
      referral_code: referralCode(of),
      landing_site: of.landing_site,
      referring_site: of.referring_site,
      source_name: of.source_name,
    };
    const box = (channel: 'email' | 'sms', isTicked: boolean | undefined) =>
      checkoutConsent({
        ...details,
        channel,
        isTicked,
        of: `checkout:${of.token}:${digest([who.email, who.phone])}`,
      });
    return [
      ...person({ ...details, of }),
      ...box('email', of.buyer_accepts_marketing),
      ...box('sms', of.buyer_accepts_sms_marketing),
      track({
        ...details,
        event: 'Checkout Started',
        messageId: `checkout-started:${of.token}`,
        properties,
      }),
      ...(topic === 'create'
        ? []
        : [
            track({
              ...details,
              event: 'Checkout Updated',
              messageId: `checkout-updated:${of.token}:${delivery.hash}`,
              properties,
            }),
          ]),
    ];
  };

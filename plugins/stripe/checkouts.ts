import { z } from 'zod';
import {
  checkoutEvents,
  consentEvent,
  maybe,
  orderEvents,
  personEvents,
  type Shopper,
  text,
} from '../commerce.ts';
import type { InboundEvent } from '../contract.ts';
import { stripeMoney } from './amounts.ts';
import { at, detailsOf, ref, type StripeEvent, told } from './event.ts';
import { address, traitsOf } from './people.ts';

const discount = z.object({ coupon: ref, promotion_code: ref });

const session = z.object({
  id: z.string().min(1),
  mode: text,
  created: at,
  currency: text,
  amount_total: maybe(z.number()),
  amount_subtotal: maybe(z.number()),
  total_details: maybe(
    z.object({
      amount_discount: maybe(z.number()),
      amount_shipping: maybe(z.number()),
      amount_tax: maybe(z.number()),
    }),
  ),
  payment_status: text,
  payment_intent: ref,
  customer: ref,
  customer_email: text,
  customer_details: maybe(z.object({ email: text, name: text, phone: text, address })),
  client_reference_id: text,
  consent: maybe(z.object({ promotions: text })),
  discounts: maybe(z.array(discount)),
  locale: text,
  metadata: maybe(z.record(z.string(), z.string())),
  after_expiration: maybe(z.object({ recovery: maybe(z.object({ url: text })) })),
});
type Session = z.output<typeof session>;

const whoOf = (of: Session): Shopper => ({
  customerId: of.customer,
  email: of.customer_details?.email ?? of.customer_email,
  phone: of.customer_details?.phone,
  orderId: of.payment_intent,
  anonymousId: of.metadata?.['ciclo_anonymous_id'],
});

const traits = (of: Session) =>
  traitsOf({
    ...of.customer_details,
    email: of.customer_details?.email ?? of.customer_email,
    locale: of.locale === 'auto' ? undefined : of.locale,
  });

/**
 * The amounts of a session. What a code took off is named by the id of its coupon, which is the code itself for coupons that
 * `create-coupon` made. Tax that prices have in them is taken out of the goods.
 */
const amountsOf = (of: Session) => {
  const currency = of.currency ?? 'usd';
  const money = (minor: number | undefined) => stripeMoney(minor ?? 0, currency);
  const { amount_discount: off, amount_shipping: shipping, amount_tax: tax } = of.total_details ?? {};
  const codes = (of.discounts ?? []).flatMap((one) => one.coupon ?? one.promotion_code ?? []);
  return {
    currency: currency.toUpperCase(),
    total: money(of.amount_total),
    revenue: money((of.amount_total ?? 0) - (shipping ?? 0) - (tax ?? 0)),
    shipping: money(shipping),
    tax: money(tax),
    discount: money(off),
    codes: codes.map((code) => ({ code, ...(codes.length === 1 ? { amount: money(off) } : {}) })),
    lines: [],
  };
};

const consentOf = (event: StripeEvent, of: Session): readonly InboundEvent[] =>
  of.consent?.promotions === 'opt_in'
    ? [
        consentEvent({
          ...detailsOf(event, whoOf(of)),
          said: { channel: 'email', granted: true, by: 'checkout' },
          of: `checkout:${of.id}`,
        }),
      ]
    : [];

const isPaid = (of: Session): boolean =>
  of.payment_status === 'paid' || of.payment_status === 'no_payment_required';

/**
 * `checkout.session.completed` and `.async_payment_succeeded`: who bought, what they said, and where Stripe's checkout is the shop's, the order. Subscriptions are
 * orders by their invoices.
 */
export const sessionCompleted = (event: StripeEvent): readonly InboundEvent[] => {
  const of = session.parse(event.object);
  const who = whoOf(of);
  const details = detailsOf(event, who);
  const isOrder = event.hasOrders && of.mode === 'payment' && isPaid(of);
  return [
    ...personEvents({ ...details, traits: traits(of), of: `checkout:${of.id}` }),
    ...consentOf(event, of),
    ...(isOrder
      ? orderEvents({
          ...details,
          order: {
            ...amountsOf(of),
            id: of.payment_intent ?? of.id,
            name: of.metadata?.['order_id'] ?? of.client_reference_id,
            checkoutId: of.id,
            who,
            state: 'placed',
            placedAt: event.at,
            paid: event.at,
            test: event.test,
            more: { referral_code: of.metadata?.['referral_code'] },
          },
        })
      : []),
  ];
};

/** `checkout.session.expired`: a checkout that says whose it is and was not finished, with the address to go on where recovery is on. */
export const sessionExpired = (event: StripeEvent): readonly InboundEvent[] => {
  const of = session.parse(event.object);
  const who = { ...whoOf(of), orderId: undefined };
  const url = of.after_expiration?.recovery?.url;
  const started = checkoutEvents({
    ...detailsOf(event, who),
    checkout: { ...amountsOf(of), id: of.id, who, traits: traits(of), startedAt: of.created, url },
  });
  if (started.length === 0) return [];
  return [
    ...started,
    ...consentOf(event, of),
    told(event, { who, name: 'Checkout Expired', properties: { checkout_id: of.id, checkout_url: url } }),
  ];
};

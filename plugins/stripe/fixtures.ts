const created = 1_772_366_340;

/** An event in Stripe's own form. */
export const stripeEvent = (input: {
  id: string;
  type: string;
  object: Record<string, unknown>;
  before?: Record<string, unknown>;
  livemode?: boolean;
  created?: number;
}) => ({
  id: input.id,
  object: 'event',
  api_version: '2026-10-28.endive',
  created: input.created ?? created,
  data: {
    object: input.object,
    ...(input.before === undefined ? {} : { previous_attributes: input.before }),
  },
  livemode: input.livemode ?? true,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type: input.type,
});

/** A finished session of Stripe Checkout, with the fields of Stripe's reference. */
export const session = {
  id: 'cs_live_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u',
  object: 'checkout.session',
  amount_subtotal: 2198,
  amount_total: 2478,
  client_reference_id: 'A-1001',
  consent: { promotions: 'opt_in', terms_of_service: null },
  created: created - 60,
  currency: 'eur',
  customer: 'cus_NffrFeUfNV2Hib',
  customer_details: {
    address: { city: 'Cádiz', country: 'ES', line1: 'Calle Ancha 1', postal_code: '11001', state: null },
    email: 'jenny@example.com',
    name: 'Jenny Rosen',
    phone: null,
  },
  discounts: [{ coupon: 'BACK-7GHK', promotion_code: 'promo_1' }],
  livemode: true,
  locale: 'auto',
  metadata: {},
  mode: 'payment',
  payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  payment_status: 'paid',
  status: 'complete',
  total_details: { amount_discount: 220, amount_shipping: 500, amount_tax: 0 },
  url: null,
};

/** The subscription of Stripe's reference, shortened. */
export const subscription = {
  id: 'sub_1MowQVLkdIwHu7ixeRlqHVzs',
  object: 'subscription',
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, reason: null },
  created: 1_679_609_767,
  currency: 'usd',
  customer: 'cus_Na6dX7aXxi11N4',
  ended_at: null,
  items: {
    object: 'list',
    data: [
      {
        id: 'si_Na6dzxczY5fwHx',
        current_period_end: 1_682_288_167,
        quantity: 1,
        price: {
          id: 'price_1MowQULkdIwHu7ixraBm864M',
          currency: 'usd',
          nickname: 'Monthly',
          product: 'prod_Na6dGcTsmU0I4R',
          recurring: { interval: 'month', interval_count: 1 },
          unit_amount: 1000,
        },
      },
    ],
  },
  livemode: true,
  status: 'active',
  trial_end: null,
};

/** An invoice of that subscription. */
export const invoice = {
  id: 'in_1MtHbELkdIwHu7ixl4OzzPMv',
  object: 'invoice',
  amount_due: 1210,
  amount_paid: 1210,
  amount_shipping: 0,
  attempt_count: 1,
  billing_reason: 'subscription_cycle',
  currency: 'usd',
  customer: 'cus_Na6dX7aXxi11N4',
  customer_email: 'jennyrosen@example.com',
  hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/live_1',
  lines: {
    object: 'list',
    data: [
      {
        id: 'il_1',
        amount: 1000,
        description: '1 × Tea club',
        quantity: 1,
        pricing: {
          price_details: { price: 'price_1MowQULkdIwHu7ixraBm864M', product: 'prod_Na6dGcTsmU0I4R' },
        },
      },
    ],
  },
  next_payment_attempt: 1_772_452_740,
  number: 'A1B2-0007',
  parent: {
    type: 'subscription_details',
    subscription_details: { subscription: 'sub_1MowQVLkdIwHu7ixeRlqHVzs' },
  },
  status: 'open',
  subtotal: 1000,
  total: 1210,
  total_discount_amounts: [],
  total_excluding_tax: 1000,
};

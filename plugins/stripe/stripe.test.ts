import { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conformance, receiveWebhook, scenarios } from '../testing.ts';
import { createHarness, testNow } from '../testing/harness.ts';
import { createStripeFake, signedByStripe } from './fake.ts';
import { invoice, session, stripeEvent, subscription } from './fixtures.ts';
import { config, coupon, secrets } from './settings-for-tests.ts';
import { stripePlugin } from './stripe.ts';

const payment = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 2000,
  currency: 'jpy',
  customer: 'cus_1',
  receipt_email: null,
  last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
};
const refund = {
  id: 're_1Nispe2eZvKYlo2Cd31jOCgZ',
  object: 'refund',
  amount: 1000,
  charge: 'ch_1NirD82eZvKYlo2CIvbtLWuY',
  created: 1_692_942_318,
  currency: 'usd',
  payment_intent: 'pi_1GszsK2eZvKYlo2CfhZyoZLp',
  reason: 'requested_by_customer',
  status: 'succeeded',
};
const dispute = {
  id: 'du_1MtJUT2eZvKYlo2CNaw2HvEv',
  object: 'dispute',
  amount: 1000,
  charge: 'ch_1AZtxr2eZvKYlo2CJDX8whov',
  currency: 'usd',
  evidence_details: { due_by: 1_682_294_399 },
  payment_intent: 'pi_2',
  reason: 'general',
  status: 'needs_response',
};

conformance({
  plugin: stripePlugin,
  secrets,
  config,
  provider: { start: () => createStripeFake(secrets.STRIPE_KEY), plays: scenarios },
  actions: {
    'create-coupon': {
      input: coupon,
      junk: [
        { ...coupon, kind: 'gift' },
        { ...coupon, value: -5 },
        { ...coupon, code: '?' },
      ],
    },
  },
  webhooks: {
    main: {
      sign: ({ body, secret, now }) => signedByStripe({ body, secret, now }),
      required: ['stripe-signature'],
      signsTime: true,
      secretNames: ['STRIPE_WEBHOOK', 'STRIPE_NEXT'],
      examples: [
        {
          name: 'a finished checkout',
          body: stripeEvent({ id: 'evt_1', type: 'checkout.session.completed', object: session }),
          events: [
            {
              type: 'identify',
              traits: {
                email: 'jenny@example.com',
                firstName: 'Jenny',
                lastName: 'Rosen',
                address: { street: 'Calle Ancha 1', city: 'Cádiz', postalCode: '11001', country: 'ES' },
              },
            },
            { event: 'Consent Granted' },
            {
              event: 'Order Completed',
              properties: {
                order_id: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
                order_name: 'A-1001',
                checkout_id: session.id,
                currency: 'EUR',
                total: 24.78,
                subtotal: 19.78,
                revenue: 19.78,
                shipping: 5,
                tax: 0,
                discount: 2.2,
                coupon: 'BACK-7GHK',
                discount_codes: [{ code: 'BACK-7GHK', amount: 2.2 }],
                products: [],
              },
            },
            { event: 'Order Paid' },
          ],
        },
        {
          name: 'a checkout that was left',
          body: stripeEvent({
            id: 'evt_2',
            type: 'checkout.session.expired',
            object: {
              ...session,
              id: 'cs_2',
              payment_status: 'unpaid',
              payment_intent: null,
              status: 'expired',
              consent: null,
              after_expiration: { recovery: { url: 'https://buy.stripe.com/r/1' } },
            },
          }),
          events: [{ type: 'identify' }, { event: 'Checkout Started' }, { event: 'Checkout Expired' }],
        },
        {
          name: 'a payment that failed, in a currency without decimals',
          body: stripeEvent({ id: 'evt_3', type: 'payment_intent.payment_failed', object: payment }),
          events: [
            {
              event: 'Payment Failed',
              properties: { payment_id: 'pi_1', amount: 2000, currency: 'JPY', reason: 'insufficient_funds' },
            },
          ],
        },
        {
          name: 'a refund',
          body: stripeEvent({ id: 'evt_4', type: 'refund.created', object: refund }),
          events: [
            { event: 'Payment Refunded' },
            {
              event: 'Order Refunded',
              properties: {
                order_id: refund.payment_intent,
                refund_id: refund.id,
                total: 10,
                currency: 'USD',
                reason: 'requested_by_customer',
              },
            },
          ],
        },
        {
          name: 'a dispute',
          body: stripeEvent({ id: 'evt_5', type: 'charge.dispute.created', object: dispute }),
          events: [{ event: 'Dispute Opened' }],
        },
        {
          name: 'a subscription',
          body: stripeEvent({ id: 'evt_6', type: 'customer.subscription.created', object: subscription }),
          events: [
            {
              event: 'Subscription Started',
              properties: {
                subscription_id: subscription.id,
                status: 'active',
                product_id: 'prod_Na6dGcTsmU0I4R',
                price_id: 'price_1MowQULkdIwHu7ixraBm864M',
                plan: 'Monthly',
                amount: 10,
                currency: 'USD',
                quantity: 1,
                interval: 'month',
                interval_count: 1,
                renews_at: '2023-04-23T22:16:07.000Z',
              },
            },
          ],
        },
        {
          name: 'a subscription that will end',
          body: stripeEvent({
            id: 'evt_7',
            type: 'customer.subscription.updated',
            object: { ...subscription, cancel_at_period_end: true },
            before: { cancel_at_period_end: false },
          }),
          events: [{ event: 'Subscription Updated' }, { event: 'Subscription Cancellation Scheduled' }],
        },
        {
          name: 'an invoice that was paid',
          body: stripeEvent({ id: 'evt_8', type: 'invoice.paid', object: { ...invoice, status: 'paid' } }),
          events: [{ event: 'Invoice Paid' }, { event: 'Order Completed' }, { event: 'Order Paid' }],
        },
        {
          name: 'an invoice that could not be paid',
          body: stripeEvent({ id: 'evt_9', type: 'invoice.payment_failed', object: invoice }),
          events: [
            {
              event: 'Payment Failed',
              properties: {
                invoice_id: invoice.id,
                invoice_number: 'A1B2-0007',
                subscription_id: subscription.id,
                amount: 12.1,
                currency: 'USD',
                billing_reason: 'subscription_cycle',
                attempt: 1,
                next_attempt_at: '2026-03-02T11:59:00.000Z',
                payment_url: invoice.hosted_invoice_url,
              },
            },
          ],
        },
        {
          name: 'a customer',
          body: stripeEvent({
            id: 'evt_10',
            type: 'customer.created',
            object: {
              id: 'cus_NffrFeUfNV2Hib',
              object: 'customer',
              created: 1_680_893_993,
              email: 'jennyrosen@example.com',
              name: 'Jenny Rosen',
              phone: null,
            },
            created: 1_680_893_993,
          }),
          events: [{ type: 'identify' }, { event: 'Customer Created' }],
        },
      ],
    },
  },
});

describe('Stripe', () => {
  let fake: Awaited<ReturnType<typeof createStripeFake>>;
  let harness: ReturnType<typeof createHarness>;
  beforeEach(async () => {
    fake = await createStripeFake(secrets.STRIPE_KEY);
    harness = createHarness({ plugin: stripePlugin, config: config(fake.url), secrets });
  });
  afterEach(async () => {
    await harness.close();
    await fake.close();
  });
  const place = { tenant: 'test', instance: 'under-test' };
  const read = (event: object) =>
    harness.runtime.normalise({
      ...place,
      now: testNow,
      request: signedByStripe({
        body: Buffer.from(JSON.stringify(event)),
        secret: secrets.STRIPE_WEBHOOK,
        now: testNow,
      }),
    });
  const namesOf = (event: object): readonly string[] => {
    const made = read(event);
    if (made.kind !== 'events') throw new Error(made.message);
    return made.events.map((one) => (one.type === 'track' ? one.event : one.type));
  };

  test('what stripe 23.1.0 signs is verified, with several secrets while they rotate', () => {
    const body = JSON.stringify(stripeEvent({ id: 'evt_1', type: 'ping', object: {} }));
    const timestamp = Math.floor(testNow / 1_000);
    const sign = (secret: string) =>
      Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
    const receive = (header: string) =>
      harness.runtime.receive({
        ...place,
        now: testNow,
        request: {
          method: 'POST',
          path: '/',
          query: {},
          headers: { 'stripe-signature': header },
          rawBody: Buffer.from(body),
        },
      });
    expect(receive(sign(secrets.STRIPE_NEXT))).toMatchObject({ kind: 'verified', dedupeKey: 'evt_1' });
    const [, ofOther] = sign('whsec_other').split(',');
    expect(receive(`${sign(secrets.STRIPE_WEBHOOK)},${ofOther ?? ''}`)).toMatchObject({ kind: 'verified' });
    expect(receive(sign('whsec_other'))).toMatchObject({ kind: 'refused', status: 401 });
  });

  test('what the fake signs, the SDK verifies', () => {
    const body = Buffer.from(JSON.stringify(stripeEvent({ id: 'evt_1', type: 'ping', object: {} })));
    const { headers } = signedByStripe({ body, secret: 'whsec_1', now: Date.now() });
    const event = Stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', 'whsec_1');
    expect(event.id).toBe('evt_1');
  });

  test('without `orders` no payment, refund or dispute is told as an order', async () => {
    const quiet = (event: object) =>
      receiveWebhook({
        plugin: stripePlugin,
        config: { ...config(''), orders: false },
        secrets,
        request: signedByStripe({
          body: Buffer.from(JSON.stringify(event)),
          secret: secrets.STRIPE_WEBHOOK,
          now: testNow,
        }),
      });
    const all = [
      stripeEvent({ id: 'evt_1', type: 'checkout.session.completed', object: session }),
      stripeEvent({ id: 'evt_2', type: 'invoice.paid', object: invoice }),
      stripeEvent({ id: 'evt_3', type: 'refund.created', object: refund }),
      stripeEvent({ id: 'evt_4', type: 'charge.dispute.closed', object: { ...dispute, status: 'lost' } }),
    ];
    expect(JSON.stringify(await Promise.all(all.map(quiet)))).not.toContain('Order ');
  });

  test('a payment by bank transfer is an order once it has arrived', () => {
    const unpaid = { ...session, payment_status: 'unpaid', consent: null };
    expect(namesOf(stripeEvent({ id: 'evt_1', type: 'checkout.session.completed', object: unpaid }))).toEqual(
      ['identify'],
    );
    const arrived = stripeEvent({
      id: 'evt_2',
      type: 'checkout.session.async_payment_succeeded',
      object: session,
    });
    expect(namesOf(arrived)).toContain('Order Completed');
  });

  test('a refund that failed is taken back from its order', () => {
    const made = read(
      stripeEvent({
        id: 'evt_1',
        type: 'refund.failed',
        object: { ...refund, status: 'failed', failure_reason: 'lost_or_stolen_card' },
      }),
    );
    expect(made).toMatchObject({
      events: [
        { event: 'Payment Refund Failed', properties: { reason: 'lost_or_stolen_card' } },
        { event: 'Order Refunded', properties: { refund_id: refund.id, total: 0 } },
      ],
    });
  });

  test('a subscription begins with its first payment, once', () => {
    const open = stripeEvent({
      id: 'evt_1',
      type: 'customer.subscription.created',
      object: { ...subscription, status: 'incomplete' },
    });
    expect(namesOf(open)).toEqual([]);
    const paid = stripeEvent({
      id: 'evt_2',
      type: 'customer.subscription.updated',
      object: subscription,
      before: { status: 'incomplete' },
    });
    expect(namesOf(paid)).toEqual(['Subscription Started', 'Subscription Updated']);
    const back = stripeEvent({
      id: 'evt_3',
      type: 'customer.subscription.updated',
      object: subscription,
      before: { cancel_at_period_end: true },
    });
    expect(namesOf(back)).toContain('Subscription Cancellation Withdrawn');
  });

  test('what happened in test mode says so', () => {
    const made = read(
      stripeEvent({ id: 'evt_1', type: 'payment_intent.succeeded', object: payment, livemode: false }),
    );
    expect(made).toMatchObject({ events: [{ event: 'Payment Succeeded', context: { test: true } }] });
  });
});

import { afterAll, describe, expect, test } from 'vitest';
import { at, createHarness, testNow } from '../testing/harness.ts';
import { createShopifySender, movedInTime } from './fake.ts';
import { shopifyFixture, shopifyFixtures } from './fixtures.ts';
import { shopifyPlugin } from './shopify.ts';

const shop = 'alma-home.myshopify.com';
const secret = 'hush';
const sender = createShopifySender({ secret, shop });
const harness = createHarness({
  plugin: shopifyPlugin,
  config: { secrets: { env: 'S' }, shop: shop.toUpperCase() },
  secrets: { S: secret },
});
afterAll(() => harness.close());

type Headers = { webhookId?: string; eventId?: string };

const eventsOf = (input: { topic: string; body: unknown }) => {
  const request = sender.request({ ...input, webhookId: 'w', eventId: 'e', triggeredAt: new Date(testNow) });
  const made = harness.runtime.normalise({ ...at, request, now: testNow });
  if (made.kind === 'failed') throw new Error(made.message);
  return made.events;
};
const ofFixture = (name: string) => {
  const { topic, text } = shopifyFixture(name);
  return eventsOf({ topic, body: text });
};
/** The one track event of a name, with its properties. */
const tracked = (name: string, event: string) => {
  const found = ofFixture(name).flatMap((one) => (one.type === 'track' && one.event === event ? [one] : []));
  expect(found.length).toBe(1);
  const [one] = found;
  if (one === undefined) throw new Error('no event');
  return one;
};
const namesOf = (name: string): string[] =>
  ofFixture(name).map((event) => (event.type === 'track' ? event.event : event.type));

describe('what each delivery becomes', () => {
  test.each([
    ['app/uninstalled/shop', ['Store Uninstalled']],
    ['carts/create/ana', ['Cart Updated']],
    ['carts/update/emptied', ['Cart Updated']],
    ['checkouts/create/ana', ['identify', 'Checkout Started']],
    ['checkouts/create/nobody-yet', []],
    ['checkouts/update/ana-completed', []],
    [
      'checkouts/update/ana-ticks-the-box',
      ['identify', 'Consent Granted', 'Checkout Started', 'Checkout Updated'],
    ],
    ['checkouts/update/ben-gives-his-address', ['identify', 'Checkout Started', 'Checkout Updated']],
    ['customers/create/ana', ['identify', 'Customer Created']],
    ['customers/data_request/ana', ['Privacy Export Requested']],
    ['customers/delete/dan', ['Customer Deleted']],
    ['customers/redact/guest', ['Privacy Erase Requested']],
    ['customers/update/ana-2024-10', ['identify', 'Customer Updated', 'Consent Granted']],
    ['customers/update/ana-moved', ['identify', 'Customer Updated']],
    ['customers_email_marketing_consent/update/ana-subscribed', ['Consent Granted']],
    ['customers_email_marketing_consent/update/ben-unsubscribed', ['Consent Withdrawn']],
    ['customers_email_marketing_consent/update/new-not-subscribed', []],
    ['customers_marketing_consent/update/ana-sms', ['Consent Granted']],
    ['fulfillment_events/create/ana-delivered', ['Order Delivered']],
    ['fulfillments/create/ana', []],
    ['fulfillments/update/ana-delivered', ['Order Delivered']],
    ['fulfillments/update/ana-in-transit', []],
    ['orders/cancelled/clara', ['Order Cancelled']],
    ['orders/create/ana', ['identify', 'Consent Granted', 'Order Completed']],
    ['orders/create/at-the-till', ['Order Completed']],
    ['orders/create/guest', ['identify', 'Order Completed']],
    ['orders/fulfilled/ana', ['Order Fulfilled']],
    ['orders/paid/ana', ['Order Paid']],
    ['orders/partially_fulfilled/ana', ['Order Partially Fulfilled']],
    ['orders/updated/ana', ['Order Updated']],
    ['refunds/create/ana-one-mug', ['Order Refunded']],
    ['shop/redact/shop', ['Store Erase Requested']],
  ])('%s: %j', (name, names) => {
    expect(namesOf(name)).toEqual(names);
  });

  test('every fixture is read, in any API version it comes from', () => {
    for (const name of shopifyFixtures()) expect(() => ofFixture(name)).not.toThrow();
  });

  test('a topic we have no use for is taken and becomes nothing', () => {
    expect(eventsOf({ topic: 'themes/publish', body: { id: 1 } })).toEqual([]);
  });

  test('a body that is not what its topic says is set aside, not taken for something else', () => {
    const { text } = shopifyFixture('carts/create/ana');
    const request = sender.request({ topic: 'orders/create', body: text });
    expect(harness.runtime.receive({ ...at, request, now: testNow }).kind).toBe('verified');
    expect(harness.runtime.normalise({ ...at, request, now: testNow })).toMatchObject({
      kind: 'failed',
      code: 'unreadable-payload',
    });
  });
});

describe('a signed body under the topic of another', () => {
  const grave = [
    ['customers/redact', 'Privacy Erase Requested'],
    ['customers/data_request', 'Privacy Export Requested'],
    ['customers/delete', 'Customer Deleted'],
    ['shop/redact', 'Store Erase Requested'],
    ['app/uninstalled', 'Store Uninstalled'],
    ['orders/cancelled', 'Order Cancelled'],
    ['refunds/create', 'Order Refunded'],
  ] as const;

  test.each(grave)('is not taken for %s: the signature does not cover the topic', (topic, event) => {
    const taken = shopifyFixtures().filter((name) => {
      const request = sender.request({ topic, body: shopifyFixture(name).text });
      const normalised = harness.runtime.normalise({ ...at, request, now: testNow });
      return (
        normalised.kind === 'events' && normalised.events.some((one) => 'event' in one && one.event === event)
      );
    });
    // What is about the shop as a whole says the same under both topics, and follows from nothing of a person.
    // A deletion is an id and nothing else, whatever was deleted: the ids of customers and products are not the same.
    const alike: Readonly<Record<string, string>> = {
      'shop/redact': 'app/',
      'app/uninstalled': 'shop/',
      'customers/delete': 'products/',
    };
    const same = [alike[topic] ?? topic];
    const others = taken.filter((name) => ![topic, ...same].some((start) => name.startsWith(start)));
    expect(others).toEqual([]);
    expect(taken.length).toBeGreaterThan(0);
  });
});

describe('an order', () => {
  test('has Segment’s names and exact amounts, tax taken out of prices that include it', () => {
    const order = tracked('orders/create/ana', 'Order Completed');
    expect(order.timestamp).toBe('2026-03-03T17:00:00.000Z');
    // 87.50 with 21 % in it; shipping 4.90 with 0.85 in it.
    expect(order.properties).toMatchObject({
      order_id: '5901000001001',
      checkout_id: shopifyFixture('checkouts/create/ana').text.match(/"token": "(\w+)"/)?.[1],
      currency: 'EUR',
      total: 92.4,
      subtotal: 87.5,
      tax: 16.04,
      shipping: 4.05,
      revenue: 72.31,
      discount: 0,
      test: false,
      products: [
        {
          product_id: '8201000000011',
          sku: 'MUG-BLUE',
          name: 'Stoneware mug',
          variant: 'Blue',
          price: 24,
          quantity: 2,
        },
        { product_id: '8201000000012', sku: 'TRAY-OAK', name: 'Oak tray', price: 39.5, quantity: 1 },
      ],
    });
    const { total, revenue, tax, shipping } = order.properties ?? {};
    expect(Number(revenue) + Number(tax) + Number(shipping)).toBeCloseTo(Number(total), 10);
  });

  test('with tax on top brings its subtotal', () => {
    expect(tracked('orders/create/ben-tax-on-top', 'Order Completed').properties).toMatchObject({
      currency: 'GBP',
      subtotal: 64,
      revenue: 64,
      shipping: 5.5,
      tax: 13.9,
      total: 83.4,
    });
  });

  test('names its coupon', () => {
    expect(tracked('orders/create/ana-with-coupon', 'Order Completed').properties).toMatchObject({
      coupon: 'TEN-ANA',
      discount: 3.6,
      discount_codes: [{ code: 'TEN-ANA', amount: 3.6, type: 'percentage' }],
    });
  });

  test('names the friend who brought it, from a note of the theme or from the link', () => {
    const codeOf = (name: string) => tracked(name, 'Order Completed').properties?.['referral_code'];
    expect(codeOf('orders/create/dan-brought-by-a-friend')).toBe('ANA-4K7P');
    expect(codeOf('orders/create/eva-brought-by-a-link')).toBe('ANA-4K7P');
    expect(codeOf('orders/create/ana')).toBeUndefined();
  });

  test('that is a test says so', () => {
    const order = tracked('orders/create/test-order', 'Order Completed');
    expect(order.context).toMatchObject({ test: true, source: 'shopify', shop, topic: 'orders/create' });
    expect(order.properties).toMatchObject({ test: true });
    expect(tracked('orders/create/ana', 'Order Completed').context).not.toHaveProperty('test');
  });

  test('that was imported happened when it happened', () => {
    expect(tracked('orders/create/imported', 'Order Completed').timestamp).toBe('2024-11-02T11:00:00.000Z');
  });

  test('tells who the person is, where they live and what they speak', () => {
    const [person] = ofFixture('orders/create/ana');
    expect(person).toMatchObject({
      type: 'identify',
      traits: {
        email: 'ana.ruiz@example.com',
        firstName: 'Ana',
        lastName: 'Ruiz',
        locale: 'es-ES',
        address: { street: 'Calle Mayor 5', city: 'Madrid', country: 'ES', postalCode: '28013' },
      },
    });
  });

  test('keeps ids that are longer than a number holds', () => {
    const order = tracked('orders/create/long-ids', 'Order Completed');
    expect(order.properties).toMatchObject({
      order_id: '820982911946154508',
      products: [{ product_id: '788032119674292922' }],
    });
    expect(order.externalIds).toContainEqual({ kind: 'shopify_customer_id', value: '115310627314723954' });
  });

  test('is not paid, fulfilled or cancelled because an unsigned header says so', () => {
    const { text } = shopifyFixture('orders/create/ana');
    for (const topic of [
      'orders/paid',
      'orders/fulfilled',
      'orders/partially_fulfilled',
      'orders/cancelled',
    ]) {
      expect(eventsOf({ topic, body: text })).toEqual([]);
    }
  });
});

describe('whose an event is', () => {
  const all = [
    { kind: 'shopify_customer_id', value: '7201000000101' },
    { kind: 'email', value: 'ana.ruiz@example.com' },
    { kind: 'phone', value: '+34600111222' },
  ];

  test.each(['orders/create/ana', 'orders/paid/ana', 'checkouts/create/ana', 'customers/create/ana'])(
    '%s carries customer, address and phone',
    (name) => {
      for (const event of ofFixture(name)) {
        expect(event.externalIds).toEqual(expect.arrayContaining(all));
      }
    },
  );

  test('a refund names nobody but its order, and the order’s own events carry the order too', () => {
    const order = { kind: 'shopify_order_id', value: '5901000001001' };
    expect(tracked('refunds/create/ana-one-mug', 'Order Refunded').externalIds).toEqual([order]);
    expect(tracked('orders/create/ana', 'Order Completed').externalIds).toContainEqual(order);
    expect(tracked('fulfillments/update/ana-delivered', 'Order Delivered').externalIds).toContainEqual(order);
  });

  test('a cart is known by the visitor’s id when the theme hands it over, else by itself', () => {
    const { body } = shopifyFixture('carts/update/ana');
    const given = eventsOf({
      topic: 'carts/update',
      body: { ...Object(body), attributes: { ciclo_anonymous_id: 'visitor-1' } },
    });
    expect(given[0]?.anonymousId).toBe('visitor-1');
    expect(ofFixture('carts/update/ana')[0]?.anonymousId).toMatch(/^shopify-cart:\w+$/);
  });
});

describe('what happens once', () => {
  const idsOf = (name: string): string[] => ofFixture(name).map((event) => event.messageId);

  test('a checkout starts once, whichever delivery first says whose it is', () => {
    const started = (name: string) => tracked(name, 'Checkout Started').messageId;
    expect(started('checkouts/update/ana-ticks-the-box')).toBe(started('checkouts/create/ana'));
  });

  test('a parcel arrives once, whether the fulfillment or its workflowStarter says so', () => {
    expect(idsOf('fulfillment_events/create/ana-delivered')).toEqual(
      idsOf('fulfillments/update/ana-delivered'),
    );
  });

  test('a copy of a signed body under other ids has the events of the first', () => {
    const { topic, text } = shopifyFixture('orders/updated/ana');
    const idsUnder = (headers: Headers) => {
      const made = harness.runtime.normalise({
        ...at,
        request: sender.request({ topic, body: text, ...headers }),
        now: testNow,
      });
      return made.kind === 'events' ? made.events.map((event) => event.messageId) : [];
    };
    expect(idsUnder({ webhookId: '1', eventId: '1' })).toEqual(idsUnder({ webhookId: '2', eventId: '2' }));
  });

  test('two updates with other contents are two events', () => {
    const { body } = shopifyFixture('orders/updated/ana');
    const later = { ...Object(body), tags: 'changed' };
    const ids = [body, later].map((one) => eventsOf({ topic: 'orders/updated', body: one })[0]?.messageId);
    expect(new Set(ids).size).toBe(2);
  });

  test('ids fit the bounds of an event', () => {
    for (const name of shopifyFixtures()) {
      for (const id of idsOf(name)) expect(id.length).toBeLessThanOrEqual(100);
    }
  });

  const keyOf = (topic: string, headers: Headers): string => {
    const request = sender.request({ topic, body: {}, ...headers });
    const received = harness.runtime.receive({ ...at, request, now: testNow });
    return received.kind === 'verified' ? received.dedupeKey : received.kind;
  };

  test('a delivery is known by shop, topic and event id, so two subscriptions are one delivery', () => {
    const first = keyOf('orders/create', { webhookId: 'w1', eventId: 'e1' });
    expect(keyOf('orders/create', { webhookId: 'w2', eventId: 'e1' })).toBe(first);
    expect(keyOf('orders/paid', { webhookId: 'w3', eventId: 'e1' })).not.toBe(first);
    expect(keyOf('orders/create', { webhookId: 'w1', eventId: 'e2' })).not.toBe(first);
  });

  test('without an event id it is known by its webhook id', () => {
    const first = keyOf('orders/create', { webhookId: 'w1', eventId: '' });
    expect(keyOf('orders/create', { webhookId: 'w1', eventId: '' })).toBe(first);
    expect(keyOf('orders/create', { webhookId: 'w2', eventId: '' })).not.toBe(first);
  });
});

describe('consent', () => {
  test('is dated when it was given, so an old yes repeated later undoes no newer no', () => {
    const granted = tracked('customers/update/ana-2024-10', 'Consent Granted');
    expect(granted.timestamp).toBe('2026-03-05T08:59:30.000Z');
    expect(granted.properties).toEqual({
      channel: 'email',
      topic: '*',
      source: 'shopify',
      textVersion: 'shopify:single_opt_in',
    });
  });

  test('repeated in every update of the customer is one event', () => {
    const { topic, body } = shopifyFixture('customers/update/ana-2024-10');
    const idOf = (one: unknown) => eventsOf({ topic, body: one }).at(-1)?.messageId;
    expect(idOf({ ...Object(body), note: 'changed' })).toBe(idOf(body));
  });

  test.each([
    ['subscribed', '2026-01-01T00:00:00Z', 'Consent Granted'],
    ['unsubscribed', '2026-01-01T00:00:00Z', 'Consent Withdrawn'],
    ['not_subscribed', '2026-01-01T00:00:00Z', 'Consent Withdrawn'],
    ['not_subscribed', null, undefined],
    ['pending', '2026-01-01T00:00:00Z', undefined],
    ['redacted', null, undefined],
  ])('state %s at %s is %s', (state, updated, event) => {
    const [only] = eventsOf({
      topic: 'customers_email_marketing_consent/update',
      body: {
        customer_id: 1,
        email_address: 'a@example.com',
        email_marketing_consent: { state, opt_in_level: null, consent_updated_at: updated },
      },
    });
    expect(only?.type === 'track' ? only.event : undefined).toBe(event);
  });

  test('a box left alone at the checkout takes nothing back', () => {
    expect(namesOf('orders/create/clara')).toEqual(['identify', 'Order Completed']);
  });
});

describe('a refund', () => {
  test('says what came back and what was paid', () => {
    expect(tracked('refunds/create/ana-one-mug', 'Order Refunded').properties).toMatchObject({
      order_id: '5901000001001',
      refund_id: '9201000000001',
      total: 24,
      currency: 'EUR',
      products: [{ sku: 'MUG-BLUE', quantity: 1 }],
    });
    expect(tracked('refunds/create/eva-everything', 'Order Refunded').properties).toMatchObject({
      total: 68.9,
      subtotal: 64,
      shipping: 4.9,
    });
  });
});

test('a fixture can be moved to any day, every time in it by the same amount', () => {
  const day = 86_400_000;
  const { topic, body } = shopifyFixture('orders/create/ana');
  const moved = eventsOf({ topic, body: movedInTime(body, 30 * day) });
  expect(moved.at(-1)?.timestamp).toBe('2026-04-02T17:00:00.000Z');
});

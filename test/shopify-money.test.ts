import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { orderChange } from '../domain/orders/order-change.ts';
import { computeFromOrders } from '../domain/orders/compute-from-orders.ts';
import { mergeOrder, type Order } from '../domain/orders/orders.ts';
import { eventOf } from '../domain/profiles/profiles-for-tests.ts';
import { createShopifySender } from '../plugins/shopify/fake.ts';
import { shopifyPlugin } from '../plugins/shopify/shopify.ts';
import { at, createHarness, testNow } from '../plugins/testing/harness.ts';

const secret = 'hush';
const sender = createShopifySender({ secret, shop: 'alma-home.myshopify.com' });
const harness = createHarness({
  plugin: shopifyPlugin,
  config: { secrets: { env: 'S' } },
  secrets: { S: secret },
});
afterAll(() => harness.close());

type Fields = Readonly<Record<string, unknown>>;
type Delivered = { readonly topic: string; readonly body: Fields };

const set = (eur: string, other = eur, code = 'EUR') => ({
  shop_money: { amount: eur, currency_code: 'EUR' },
  presentment_money: { amount: other, currency_code: code },
});

const orderLine = (id: number, price: string, more: Fields = {}) => ({
  id,
  product_id: id * 10 + 1,
  sku: `SKU-${id}`,
  title: 'Thing',
  price,
  quantity: 1,
  ...more,
});

const order = (more: Fields = {}, topic = 'orders/create'): Delivered => ({
  topic,
  body: {
    id: 5400000000035,
    email: 'ana@example.com',
    created_at: '2026-06-01T10:00:00Z',
    updated_at: topic === 'orders/create' ? '2026-06-01T10:00:00Z' : '2026-06-01T10:05:00Z',
    currency: 'EUR',
    subtotal_price: '100.00',
    total_price: '131.00',
    total_tax: '21.00',
    taxes_included: false,
    shipping_lines: [{ price: '10.00', discounted_price: '10.00', tax_lines: [] }],
    line_items: [orderLine(1, '100.00')],
    ...more,
  },
});

const paid = (amount: string, currency = 'EUR') => [{ kind: 'refund', status: 'success', amount, currency }];

const refund = (more: Fields): Delivered => ({
  topic: 'refunds/create',
  body: {
    id: 910000000002,
    order_id: 5400000000035,
    created_at: '2026-06-02T10:00:00Z',
    refund_line_items: [],
    transactions: [],
    order_adjustments: [],
    refund_shipping_lines: [],
    ...more,
  },
});

const lineBack = (subtotal: number | string, tax: number | string | null, more: Fields = {}) => ({
  quantity: 1,
  line_item_id: 1,
  subtotal,
  total_tax: tax,
  line_item: orderLine(1, '100.00'),
  ...more,
});

/** What a shop's deliveries leave known of its one customer, in whatever order they come. */
const knownAfter = (deliveries: readonly Delivered[]) => {
  const orders = new Map<string, Order>();
  for (const { topic, body } of deliveries) {
    const request = sender.request({ topic, body });
    const made = harness.runtime.normalise({ ...at, request, now: testNow });
    if (made.kind === 'failed') throw new Error(made.message);
    for (const event of made.events) {
      if (event.type !== 'track') continue;
      const { messageId, properties = {}, timestamp } = event;
      const told = eventOf({ name: event.event, messageId, timestamp: Date.parse(String(timestamp)) });
      const change = orderChange({
        event: { ...told, properties: JSON.parse(JSON.stringify(properties)) },
        currency: 'EUR',
      });
      if (change !== undefined) orders.set(change.orderId, mergeOrder(orders.get(change.orderId), change));
    }
  }
  return computeFromOrders({ orders: [...orders.values()], currency: 'EUR' });
};

const included = {
  taxes_included: true,
  subtotal_price: '121.00',
  total_price: '121.00',
  shipping_lines: [],
};
const shippingOld = [{ kind: 'shipping_refund', amount: '-10.00', tax_amount: '0.00' }];

test.each<[what: string, order: Fields, refund: Fields, refunded: number]>([
  [
    'in the buyer’s currency: the shop’s money is taken off',
    { total_tax: '0.00', total_price: '100.00', shipping_lines: [], presentment_currency: 'JPY' },
    {
      refund_line_items: [lineBack(50, 0, { subtotal_set: set('50.00', '8000', 'JPY') })],
      transactions: paid('8000', 'JPY'),
    },
    50,
  ],
  [
    'of shipping alone: revenue has no shipping in it',
    {},
    {
      refund_shipping_lines: [{ subtotal_amount_set: set('10.00'), tax_amount_set: set('0.00') }],
      transactions: paid('10.00'),
    },
    0,
  ],
  [
    'of shipping alone, as API versions before 2024-10 say it',
    {},
    { order_adjustments: shippingOld, transactions: paid('10.00') },
    0,
  ],
  [
    'with the tax on top: the tax was never revenue',
    {},
    { refund_line_items: [lineBack(50, 10.5)], transactions: paid('60.50') },
    50,
  ],
  [
    'of prices with the tax in them',
    included,
    { refund_line_items: [lineBack('60.50', '10.50')], transactions: paid('60.50') },
    50,
  ],
  [
    'with the noise of floats',
    {},
    { refund_line_items: [lineBack(17.990000000000002, 3.7800000000000002)], transactions: paid('21.77') },
    17.99,
  ],
  [
    'out of goodwill, of no line',
    {},
    { order_adjustments: [{ kind: 'refund_discrepancy', amount: '-12.00', tax_amount: '-2.52' }] },
    12,
  ],
  [
    'of less than the line is worth',
    {},
    {
      refund_line_items: [lineBack('100.00', '21.00')],
      order_adjustments: [{ kind: 'refund_discrepancy', amount: '30.00', tax_amount: '6.30' }],
    },
    70,
  ],
  [
    'whose helper fields cannot be read',
    {},
    { created_at: 'yesterday', note: 7, refund_line_items: [lineBack('50.00', null, { line_item: 'gone' })] },
    50,
  ],
])('a refund %s', (_what, placed, back, refunded) => {
  const deliveries = [order(placed), refund(back)];
  const expected = { orders: 1, revenue: 100 - refunded, refunded };
  expect(knownAfter(deliveries)).toMatchObject(expected);
  expect(knownAfter(deliveries.toReversed())).toMatchObject(expected);
});

const half = [lineBack('50.00', '10.50')];
const upsold = [orderLine(1, '100.00'), orderLine(2, '30.00')];

test.each<[what: string, update: Fields, refunds: readonly Delivered[], known: object]>([
  [
    'gains an upsell',
    { subtotal_price: '130.00', current_subtotal_price: '130.00', line_items: upsold },
    [],
    { revenue: 130, products: ['11', 'SKU-1', '21', 'SKU-2'] },
  ],
  [
    'gains an upsell that only the newer field counts',
    { current_subtotal_price: '130.00', line_items: upsold, refunds: [] },
    [],
    { revenue: 130, products: ['11', 'SKU-1', '21', 'SKU-2'] },
  ],
  [
    'is refunded in part, with the refund in it: taken off once',
    {
      current_subtotal_price: '50.00',
      current_total_tax: '10.50',
      refunds: [refund({ refund_line_items: half }).body],
    },
    [refund({ refund_line_items: half })],
    { revenue: 50, refunded: 50 },
  ],
  [
    'is refunded in part, without the refund in it: taken off once',
    { current_subtotal_price: '50.00' },
    [refund({ refund_line_items: half })],
    { revenue: 50, refunded: 50 },
  ],
  [
    'loses a line, with the tax in its prices',
    {
      ...included,
      current_subtotal_price: '0.00',
      current_total_tax: '0.00',
      line_items: [orderLine(1, '121.00', { current_quantity: 0 })],
      refunds: [refund({ refund_line_items: [lineBack('121.00', '21.00')] }).body],
    },
    [refund({ refund_line_items: [lineBack('121.00', '21.00')] })],
    { revenue: 0, refunded: 100, products: [] },
  ],
])('an order that %s', (_what, update, refunds, known) => {
  const placed = order(update['taxes_included'] === true ? included : {});
  const deliveries = [placed, order(update, 'orders/updated'), ...refunds];
  expect(knownAfter(deliveries)).toMatchObject({ orders: 1, ...known });
  expect(knownAfter(deliveries.toReversed())).toMatchObject({ orders: 1, ...known });
});

test('no helper field loses an order, whatever it holds', () => {
  const helpers =
    'name email phone created_at updated_at processed_at customer customer_locale billing_address shipping_address tags ' +
    'buyer_accepts_marketing landing_site note_attributes discount_codes checkout_token fulfillments total_discounts';
  const broken = fc.constantFrom(null, '', 'x', 0, -1, 1e300, true, [], {}, [null], [7], { id: {} });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...helpers.split(' ')), broken, { minKeys: 1 }), (more) => {
      expect(knownAfter([order(more)])).toMatchObject({ orders: 1, revenue: 100, products: ['11', 'SKU-1'] });
    }),
  );
});

test('what could not be read of an order is said beside its events', () => {
  const { topic, body } = order({
    processed_at: 'soon',
    customer: 7,
    note_attributes: 'x',
    phone: null,
    tags: '',
  });
  const made = harness.runtime.normalise({ ...at, request: sender.request({ topic, body }), now: testNow });
  const said =
    made.kind === 'events' ? made.events.map(({ ignored }) => ignored?.map(({ path }) => path)) : [];
  expect(said.length).toBeGreaterThan(0);
  for (const paths of said) expect(paths).toEqual(['processed_at', 'customer', 'note_attributes']);
});

test('ids beyond 2^53 are two orders, exact', () => {
  const text = JSON.stringify(order().body);
  const of = (id: string) => {
    const request = sender.request({ topic: 'orders/create', body: text.replace('5400000000035', id) });
    const made = harness.runtime.normalise({ ...at, request, now: testNow });
    return made.kind === 'events' ? made.events.at(-1)?.messageId : undefined;
  };
  expect(of('576461413038785752')).toMatch(/order-completed:576461413038785752$/);
  expect(of('576461413038785753')).toMatch(/order-completed:576461413038785753$/);
});

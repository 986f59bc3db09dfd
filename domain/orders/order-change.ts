import type { AcceptedEvent } from '../events/event.ts';
import { isObject } from '../json.ts';
import { readAmount, toMinor } from '../money.ts';
import { currencyOf, readRefund } from './order-refunds.ts';
import type { Order, OrderGoods, OrderLine, OrderMoney, Stamp } from './orders.ts';

type Properties = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const refundIdMax = 100;
const linesMax = 500;
const couponsMax = 20;

const toLine = (value: unknown): OrderLine | undefined => {
  if (!isObject(value)) return undefined;
  const productId = text(value['product_id']);
  const sku = text(value['sku']);
  const name = text(value['name']);
  const category = text(value['category']);
  const quantity = readAmount(value['quantity']) ?? 1;
  return {
    quantity,
    ...(productId === undefined ? {} : { productId }),
    ...(sku === undefined ? {} : { sku }),
    ...(name === undefined ? {} : { name }),
    ...(category === undefined ? {} : { category }),
  };
};

const couponsOf = (properties: Properties): string[] => {
  const codes = Array.isArray(properties['discount_codes']) ? properties['discount_codes'] : [];
  const all = [properties['coupon'], ...codes.map((code: unknown) => (isObject(code) ? code['code'] : code))];
  return [...new Set(all.flatMap((code) => text(code)?.toUpperCase() ?? []))].slice(0, couponsMax);
};

/**
 * The revenue an event names, in minor units: goods after discounts, without tax and shipping. `revenue` is that;
 * without it Segment's `subtotal` is, and then `total` less `tax` and `shipping`. Undefined when it names none.
 */
const revenueOf = (input: { properties: Properties; currency: string }): number | undefined => {
  const { properties, currency } = input;
  const minor = (name: string): number | undefined => toMinor({ amount: properties[name], currency });
  const tax = minor('tax') ?? 0;
  const subtotal = minor('subtotal');
  const total = minor('total');
  const goods =
    subtotal === undefined || properties['taxes_included'] !== true
      ? subtotal
      : subtotal - (minor('subtotal_tax') ?? tax);
  const rest = total === undefined ? undefined : total - tax - (minor('shipping') ?? 0);
  return minor('revenue') ?? goods ?? rest;
};

const moneyOf = (input: {
  properties: Properties;
  currency: string;
  stamp: Stamp;
}): OrderMoney | undefined => {
  const { properties, currency, stamp } = input;
  const revenue = revenueOf(input);
  if (revenue === undefined) return undefined;
  const total = toMinor({ amount: properties['total'], currency });
  const discount = toMinor({ amount: properties['discount'], currency }) ?? 0;
  return {
    ...stamp,
    currency,
    revenue,
    discount,
    ...(total === undefined ? {} : { total }),
    ...(properties['taxes_included'] === true ? { taxesIncluded: true } : {}),
  };
};

const goodsOf = (input: { properties: Properties; stamp: Stamp }): OrderGoods | undefined => {
  const { products } = input.properties;
  if (!Array.isArray(products)) return undefined;
  const lines = products.slice(0, linesMax).flatMap((line: unknown) => toLine(line) ?? []);
  return { ...input.stamp, lines };
};

/** What an event may say of an order, from a source that speaks for the shop. */
type Told = Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'messageId' | 'context' | 'trust'>;

const contents = (input: { event: Told; currency: string; rank: Stamp['rank'] }) => {
  const { event, currency, rank } = input;
  const { properties } = event;
  const stamp = { at: event.timestamp, rank, by: event.messageId };
  const money = moneyOf({ properties, currency, stamp });
  const goods = goodsOf({ properties, stamp });
  return { ...(money === undefined ? {} : { money }), ...(goods === undefined ? {} : { goods }) };
};

/** The id of a refund as a key of a stored document. */
const refundKey = ({ properties, messageId }: Told): string =>
  (text(properties['refund_id']) ?? messageId).slice(0, refundIdMax).replaceAll(/[.$\0]/g, '_');

const isTest = ({ context, properties }: Told): boolean =>
  context['test'] === true || properties['test'] === true;

/**
 * What one event adds to what is known of an order; undefined when the event is not about an order, or its source may
 * not speak of orders: a public key stands in web pages. Amounts are in `currency` where the event names none.
 */
export const orderChange = (input: { event: Told; currency: string }): Order | undefined => {
  const { event } = input;
  const { properties } = event;
  const orderId = text(properties['order_id']);
  if (orderId === undefined || event.trust === 'public') return undefined;
  const currency = currencyOf(properties) ?? input.currency;
  switch (event.name) {
    case 'Order Completed': {
      return {
        orderId,
        placedAt: event.timestamp,
        ...contents({ event, currency, rank: 0 }),
        coupons: couponsOf(properties),
        ...(isTest(event) ? { test: true } : {}),
      };
    }
    case 'Order Updated':
      return { orderId, ...contents({ event, currency, rank: 1 }) };
    case 'Order Cancelled':
      return { orderId, cancelledAt: event.timestamp };
    case 'Order Refunded': {
      return { orderId, refunds: { [refundKey(event)]: readRefund(properties) } };
    }
    case 'Order Delivered':
      return { orderId, deliveredAt: event.timestamp };
    default:
      return undefined;
  }
};

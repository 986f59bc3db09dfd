import type { AcceptedEvent } from '../events/event.ts';
import { isObject } from '../json.ts';
import { toMinor } from '../money.ts';
import { currencyOf, readRefund } from './order-refunds.ts';
import { readLines } from './order-lines.ts';
import type { CatalogProduct } from './order-lines.ts';
import type { Order, OrderGoods, OrderMoney, Stamp } from './orders.ts';

type Properties = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

const refundIdMax = 100;
const couponsMax = 20;

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
  const minor = (name: string): number | undefined => toMinor({ amount: properties[name], currency });
  const total = minor('total');
  const [shipping, shippingCost] = [minor('shipping'), minor('shipping_cost')];
  const serviceCost = minor('service_cost');
  return {
    ...stamp,
    currency,
    revenue,
    discount: minor('discount') ?? 0,
    ...(shipping === undefined ? {} : { shipping }),
    ...(shippingCost === undefined ? {} : { shippingCost }),
    ...(serviceCost === undefined ? {} : { serviceCost }),
    ...(total === undefined ? {} : { total }),
    ...(properties['taxes_included'] === true ? { taxesIncluded: true } : {}),
  };
};

type Told = Pick<AcceptedEvent, 'name' | 'properties' | 'timestamp' | 'messageId' | 'context' | 'trust'>;

/** What an event may say of an order, from a source that speaks for the shop, and what the catalogue adds. */
type Given = {
  readonly event: Told;
  readonly currency: string;
  readonly catalog?: readonly CatalogProduct[] | undefined;
};

const goodsOf = (input: Given & { stamp: Stamp }): OrderGoods | undefined => {
  const { event, stamp, currency, catalog } = input;
  const { products } = event.properties;
  if (!Array.isArray(products)) return undefined;
  return { ...stamp, lines: readLines({ products, currency, catalog }) };
};

const contents = (input: Given & { rank: Stamp['rank'] }) => {
  const { event, currency, rank } = input;
  const { properties } = event;
  const stamp = { at: event.timestamp, rank, by: event.messageId };
  const money = moneyOf({ properties, currency, stamp });
  const goods = goodsOf({ ...input, stamp });
  return { ...(money === undefined ? {} : { money }), ...(goods === undefined ? {} : { goods }) };
};

/** The id of a refund as a key of a stored document. */
const refundKey = ({ properties, messageId }: Told): string =>
  (text(properties['refund_id']) ?? messageId).slice(0, refundIdMax).replaceAll(/[.$\0]/g, '_');

const isTest = ({ context, properties }: Told): boolean =>
  context['test'] === true || properties['test'] === true;

/**
 * What one event adds to what is known of an order; undefined when the event is not about an order, or its source may
 * not speak of orders: a public key stands in web pages. Amounts are in `currency` where the event names none. What a line
 * does not say of its product (category, cost) is taken from `catalog`, as it is now.
 */
export const orderChange = (input: Given): Order | undefined => {
  const { event, catalog } = input;
  const { properties } = event;
  const orderId = text(properties['order_id']);
  if (orderId === undefined || event.trust === 'public') return undefined;
  const currency = currencyOf(properties) ?? input.currency;
  switch (event.name) {
    case 'Order Completed': {
      return {
        orderId,
        placedAt: event.timestamp,
        ...contents({ event, currency, catalog, rank: 0 }),
        coupons: couponsOf(properties),
        ...(isTest(event) ? { test: true } : {}),
      };
    }
    case 'Order Updated':
      return { orderId, ...contents({ event, currency, catalog, rank: 1 }) };
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

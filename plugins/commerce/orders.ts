import type { InboundEvent } from '../contract.ts';
import { type Money, toNumber } from './amounts.ts';
import { type Details, digest, isKnown, type Shopper, track } from './events.ts';
import { compact } from './fields.ts';
import { consentEvent, personEvents, type PersonTraits, type SaidConsent } from './people.ts';

/** A line of a cart, a checkout or an order. */
export type ShopLine = {
  readonly productId?: string | undefined;
  readonly variantId?: string | undefined;
  readonly sku?: string | undefined;
  readonly name?: string | undefined;
  /** What one costs, before discounts of the whole order. */
  readonly price?: Money | undefined;
  readonly quantity: number;
};

/** The lines as products of Segment's e-commerce events. */
const productsOf = (lines: readonly ShopLine[]): readonly Record<string, unknown>[] =>
  lines.map((line) =>
    compact({
      product_id: line.productId,
      sku: line.sku,
      name: line.name,
      price: line.price === undefined ? undefined : toNumber(line.price),
      quantity: line.quantity,
      variant_id: line.variantId,
    }),
  );

export type ShopCode = { readonly code: string; readonly amount?: Money | undefined };

/** The amounts of an order, each with the meaning of docs/orders.md. */
export type ShopAmounts = {
  readonly currency: string;
  readonly total: Money;
  /** Goods after discounts, without tax and shipping, before refunds. */
  readonly revenue: Money;
  readonly shipping?: Money | undefined;
  readonly tax?: Money | undefined;
  readonly discount?: Money | undefined;
  readonly codes?: readonly ShopCode[];
  readonly lines: readonly ShopLine[];
};

const totalsOf = (of: ShopAmounts): Record<string, unknown> => {
  const number = (amount: Money | undefined) => (amount === undefined ? undefined : toNumber(amount));
  const codes = of.codes ?? [];
  return {
    currency: of.currency,
    total: toNumber(of.total),
    subtotal: toNumber(of.revenue),
    revenue: toNumber(of.revenue),
    shipping: number(of.shipping),
    tax: number(of.tax),
    discount: number(of.discount),
    coupon: codes[0]?.code,
    discount_codes:
      codes.length === 0
        ? undefined
        : codes.map(({ code, amount }) => compact({ code, amount: number(amount) })),
    products: productsOf(of.lines),
  };
};

/** Money that went back. What is not known of it is left out; without any amount it is the whole order. */
export type ShopRefund = {
  readonly id: string;
  readonly at?: string | undefined;
  readonly total?: Money | undefined;
  readonly revenue?: Money | undefined;
  readonly tax?: Money | undefined;
  readonly shipping?: Money | undefined;
  readonly reason?: string | undefined;
  readonly lines?: readonly ShopLine[];
};

/** An order as the shop has it now, whatever brought it. */
export type ShopOrder = ShopAmounts & {
  readonly id: string;
  readonly name?: string | undefined;
  readonly who: Shopper;
  readonly traits?: PersonTraits;
  /** `open`: begun and not placed (not paid where payment comes first), so a checkout that may be abandoned. */
  readonly state: 'open' | 'placed' | 'cancelled';
  /** ISO 8601. */
  readonly placedAt?: string | undefined;
  readonly updatedAt?: string | undefined;
  /** When each happened; `true` where only that it did is known. */
  readonly paid?: string | boolean | undefined;
  readonly fulfilled?: string | boolean | undefined;
  readonly delivered?: string | boolean | undefined;
  readonly cancelled?: string | boolean | undefined;
  readonly reason?: string | undefined;
  readonly refunds?: readonly ShopRefund[];
  readonly consents?: readonly SaidConsent[];
  /** The checkout it comes from, where the shop names it. */
  readonly checkoutId?: string | undefined;
  readonly cartId?: string | undefined;
  /** Where the customer can go on. */
  readonly checkoutUrl?: string | undefined;
  readonly test?: boolean | undefined;
  /** More properties for its events. */
  readonly more?: Readonly<Record<string, unknown>>;
};

type Given = Omit<Details, 'who' | 'messageId'>;

/** A checkout that somebody began and did not finish. */
export type ShopCheckout = ShopAmounts & {
  readonly id: string;
  readonly who: Shopper;
  readonly traits?: PersonTraits;
  readonly cartId?: string | undefined;
  readonly url?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly updatedAt?: string | undefined;
  readonly more?: Readonly<Record<string, unknown>>;
};

/**
 * The events of a checkout: the traits, `Checkout Started` once as soon as it says whose it is, and `Checkout Updated` for each other
 * version. No shop tells that a checkout was abandoned in time: a journey waits after `Checkout Started`, and ends with the
 * `Order Completed` of the same `checkout_id`.
 */
export const checkoutEvents = (
  input: Given & { readonly checkout: ShopCheckout },
): readonly InboundEvent[] => {
  const { checkout: of } = input;
  if (!isKnown({ ...of.who, orderId: undefined })) return [];
  const at = of.updatedAt ?? of.startedAt ?? input.at;
  const properties = compact({
    checkout_id: of.id,
    cart_id: of.cartId,
    ...totalsOf(of),
    value: toNumber(of.total),
    checkout_url: of.url,
    ...of.more,
  });
  const details = { ...input, who: of.who, at, properties };
  return [
    ...(of.traits === undefined
      ? []
      : personEvents({ ...details, traits: of.traits, of: `checkout:${of.id}` })),
    track({
      ...details,
      at: of.startedAt ?? at,
      event: 'Checkout Started',
      messageId: `checkout-started:${of.id}`,
    }),
    ...(of.updatedAt === undefined || of.updatedAt === of.startedAt
      ? []
      : [
          track({
            ...details,
            event: 'Checkout Updated',
            messageId: `checkout-updated:${of.id}:${digest(properties)}`,
          }),
        ]),
  ];
};

const refundEvent = (input: Given & { order: ShopOrder; refund: ShopRefund }): InboundEvent => {
  const { order, refund } = input;
  const number = (amount: Money | undefined) => (amount === undefined ? undefined : toNumber(amount));
  return track({
    ...input,
    who: order.who,
    test: order.test,
    at: refund.at ?? order.updatedAt ?? input.at,
    event: 'Order Refunded',
    messageId: `order-refunded:${refund.id}`,
    properties: {
      order_id: order.id,
      refund_id: refund.id,
      total: number(refund.total),
      revenue: number(refund.revenue),
      tax: number(refund.tax),
      shipping: number(refund.shipping),
      currency: order.currency,
      reason: refund.reason,
      products: refund.lines === undefined ? undefined : productsOf(refund.lines),
    },
  });
};

const placedEvents = (input: Given & { order: ShopOrder; properties: Record<string, unknown> }) => {
  const { order, properties } = input;
  const at = order.placedAt ?? order.updatedAt ?? input.at;
  const details = { ...input, who: order.who, test: order.test };
  const step = (event: string, key: string, when: string | boolean | undefined): InboundEvent[] =>
    when === undefined || when === false
      ? []
      : [
          track({
            ...details,
            at: typeof when === 'string' ? when : (order.updatedAt ?? at),
            event,
            messageId: `${key}:${order.id}`,
            properties,
          }),
        ];
  return [
    ...step('Order Completed', 'order-completed', at),
    ...(order.updatedAt === undefined || order.updatedAt <= at
      ? []
      : [
          track({
            ...details,
            at: order.updatedAt,
            event: 'Order Updated',
            messageId: `order-updated:${order.id}:${digest(properties)}`,
            properties,
          }),
        ]),
    ...step('Order Paid', 'order-paid', order.paid),
    ...step('Order Fulfilled', 'order-fulfilled', order.fulfilled),
    ...step('Order Delivered', 'order-delivered', order.delivered),
  ];
};

const cancelledEvent = (input: Given & { order: ShopOrder }): InboundEvent => {
  const { order } = input;
  return track({
    ...input,
    who: order.who,
    test: order.test,
    at: typeof order.cancelled === 'string' ? order.cancelled : (order.updatedAt ?? input.at),
    event: 'Order Cancelled',
    messageId: `order-cancelled:${order.id}`,
    properties: {
      order_id: order.id,
      order_name: order.name,
      checkout_id: order.checkoutId ?? order.id,
      reason: order.reason,
    },
  });
};

/**
 * All that an order says as it now stands, each thing once: the ids of the events are made of the order and not of the delivery. So
 * whatever comes first, a webhook for its creation, one for a change, or a poll that makes up for a lost one, is `Order Completed`,
 * and what was told before is the same event again. An `open` order is a checkout.
 */
export const orderEvents = (input: Given & { readonly order: ShopOrder }): readonly InboundEvent[] => {
  const { order } = input;
  const checkoutId = order.checkoutId ?? order.id;
  if (order.state === 'open') {
    const { who, traits, cartId, checkoutUrl: url, placedAt: startedAt, updatedAt, more } = order;
    const { currency, total, revenue, shipping, tax, discount, codes, lines } = order;
    const amounts = { currency, total, revenue, shipping, tax, discount, lines };
    return checkoutEvents({
      ...input,
      checkout: {
        ...amounts,
        id: checkoutId,
        who,
        cartId,
        url,
        startedAt,
        updatedAt,
        ...(codes === undefined ? {} : { codes }),
        ...(traits === undefined ? {} : { traits }),
        ...(more === undefined ? {} : { more }),
      },
    });
  }
  if (order.state === 'cancelled' && order.placedAt === undefined)
    return [cancelledEvent({ ...input, order })];
  const properties = compact({
    order_id: order.id,
    order_name: order.name,
    checkout_id: checkoutId,
    cart_id: order.cartId,
    ...totalsOf(order),
    test: order.test === true ? true : undefined,
    ...order.more,
  });
  const at = order.placedAt ?? input.at;
  const details = { ...input, who: order.who, at, test: order.test };
  return [
    ...(order.traits === undefined
      ? []
      : personEvents({ ...details, traits: order.traits, of: `order:${order.id}` })),
    ...(order.consents ?? []).map((said) => consentEvent({ ...details, said, of: `order:${order.id}` })),
    ...placedEvents({ ...input, order, properties }),
    ...(order.refunds ?? []).map((refund) => refundEvent({ ...input, order, refund })),
    ...(order.state === 'cancelled' ? [cancelledEvent({ ...input, order })] : []),
  ];
};

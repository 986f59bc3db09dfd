import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, readBody, track } from './delivery.ts';
import {
  count,
  id,
  maybe,
  money,
  type Money,
  moneySet,
  shopMoney,
  sum,
  text,
  time,
  toNumber,
} from './fields.ts';
import { line, product } from './lines.ts';

const refundedLine = z.object({
  quantity: count,
  subtotal: maybe(money),
  total_tax: maybe(money),
  subtotal_set: moneySet,
  total_tax_set: moneySet,
  line_item: maybe(line),
});

const transaction = z.object({
  kind: z.string(),
  status: text,
  amount: maybe(money),
  amount_set: moneySet,
  currency: text,
  test: maybe(z.boolean()),
});

const adjustment = z.object({
  kind: text,
  amount: maybe(money),
  tax_amount: maybe(money),
  amount_set: moneySet,
  tax_amount_set: moneySet,
});

/** How API versions since 2024-10 say that shipping was paid back; earlier ones have an adjustment. */
const refundedShipping = z.object({ subtotal_amount_set: moneySet, tax_amount_set: moneySet });

/** A refund, on its own or within its order. */
export const refund = z.object({
  id,
  order_id: maybe(id),
  created_at: time,
  processed_at: time,
  note: text,
  refund_line_items: z.array(refundedLine),
  transactions: maybe(z.array(transaction)),
  order_adjustments: maybe(z.array(adjustment)),
  refund_shipping_lines: maybe(z.array(refundedShipping)),
});

export type Refund = z.output<typeof refund>;

type Sum = { readonly net: Money; readonly tax: Money };
const none: Sum = { net: 0n, tax: 0n };
const added = (all: readonly Sum[]): Sum =>
  all.reduce((one, two) => ({ net: one.net + two.net, tax: one.tax + two.tax }), none);

/** The lines that came back, in the shop's currency. `net` has the tax in it where the order's prices do. */
export const linesBack = (of: Refund): Sum =>
  added(
    of.refund_line_items.map((one) => ({
      net: shopMoney(one.subtotal_set, one.subtotal),
      tax: shopMoney(one.total_tax_set, one.total_tax),
    })),
  );

const ofAdjustment = (one: z.output<typeof adjustment>): Sum => ({
  net: -shopMoney(one.amount_set, one.amount),
  tax: -shopMoney(one.tax_amount_set, one.tax_amount),
});

/** What was paid back of the shipping, in the shop's currency. */
export const shippingBack = (of: Refund): Sum => {
  const lines = of.refund_shipping_lines ?? [];
  if (lines.length === 0) {
    const adjusted = (of.order_adjustments ?? []).filter(({ kind }) => kind === 'shipping_refund');
    return added(adjusted.map(ofAdjustment));
  }
  return added(
    lines.map((one) => ({
      net: shopMoney(one.subtotal_amount_set, undefined),
      tax: shopMoney(one.tax_amount_set, undefined),
    })),
  );
};

/** What was paid back beside lines and shipping (out of goodwill), or less than the lines were worth. */
const beside = (of: Refund): Sum =>
  added((of.order_adjustments ?? []).filter(({ kind }) => kind !== 'shipping_refund').map(ofAdjustment));

const paidBack = (of: Refund) =>
  (of.transactions ?? []).filter(
    ({ kind, status }) => kind === 'refund' && status !== 'failure' && status !== 'error',
  );

/** The shop's currency, where the refund says it; transactions are in the buyer's. */
const shopCurrency = (of: Refund): string | undefined =>
  [
    ...of.refund_line_items.flatMap((one) => [one.subtotal_set, one.total_tax_set]),
    ...(of.refund_shipping_lines ?? []).map((one) => one.subtotal_amount_set),
    ...(of.order_adjustments ?? []).map((one) => one.amount_set),
    ...(of.transactions ?? []).map((one) => one.amount_set),
  ].find((set) => set !== undefined)?.shop_money.currency_code;

/**
 * The money that went back, in the shop's currency: of the transactions where they are in it, else what the parts come
 * to. Without tax on top of them when the transactions show that prices have it in them.
 */
const totalOf = (input: { of: Refund; currency: string | undefined; parts: Sum }): Money => {
  const paid = paidBack(input.of);
  const isInShops = paid.every((one) => one.amount_set !== undefined || one.currency === input.currency);
  const { net, tax } = input.parts;
  if (paid.length > 0 && isInShops) return sum(paid.map((one) => shopMoney(one.amount_set, one.amount)));
  const buyers = sum(
    input.of.refund_line_items.map((one) => one.subtotal_set?.presentment_money?.amount ?? 0n),
  );
  const isTaxIn = paid.length > 0 && sum(paid.map(({ amount }) => amount ?? 0n)) <= buyers;
  return isTaxIn ? net : net + tax;
};

/**
 * `refunds/create`: one refund, whole or part: Shopify does not say which, so the products that came back and the
 * money are there to compare with the order. It names nobody either, so it is the order's. All amounts are in the shop's
 * currency, whatever the buyer paid in.
 */
export const refundCreated = (given: Delivery): readonly InboundEvent[] => {
  const { of, delivery } = readBody(refund.extend({ order_id: id }), given);
  const currency = shopCurrency(of) ?? paidBack(of).find((one) => one.currency !== undefined)?.currency;
  const goods = added([linesBack(of), beside(of)]);
  const shipping = shippingBack(of);
  const parts = added([goods, shipping]);
  return [
    track({
      delivery,
      who: { orderId: of.order_id },
      at: of.processed_at ?? of.created_at ?? delivery.triggeredAt,
      test: (of.transactions ?? []).some(({ test }) => test === true),
      event: 'Order Refunded',
      messageId: `order-refunded:${of.id}`,
      properties: {
        order_id: of.order_id,
        refund_id: of.id,
        total: toNumber(totalOf({ of, currency, parts })),
        subtotal: toNumber(goods.net),
        subtotal_tax: toNumber(goods.tax),
        tax: toNumber(parts.tax),
        shipping: toNumber(shipping.net),
        currency,
        reason: of.note,
        products: of.refund_line_items.flatMap(({ line_item: item, quantity }) =>
          item === undefined ? [] : [product(item, quantity)],
        ),
      },
    }),
  ];
};

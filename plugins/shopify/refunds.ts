import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { type Delivery, track } from './delivery.ts';
import { id, maybe, money, moneySet, sum, text, time, toNumber } from './fields.ts';
import { line, product } from './lines.ts';

const refund = z.object({
  id,
  order_id: id,
  created_at: time,
  processed_at: maybe(time),
  note: text,
  refund_line_items: z.array(
    z.object({
      quantity: z.int(),
      subtotal: maybe(money),
      total_tax: maybe(money),
      subtotal_set: moneySet,
      line_item: maybe(line),
    }),
  ),
  transactions: maybe(
    z.array(
      z.object({
        kind: z.string(),
        status: text,
        amount: maybe(money),
        currency: text,
        test: maybe(z.boolean()),
      }),
    ),
  ),
  order_adjustments: maybe(z.array(z.object({ kind: text, amount: maybe(money), tax_amount: maybe(money) }))),
});

/**
 * `refunds/create`: one refund, whole or part: Shopify does not say which, so the products that came back and the
 * money are there to compare with the order. It names nobody either, so it is the order's.
 */
export const refundCreated = (delivery: Delivery): readonly InboundEvent[] => {
  const of = refund.parse(delivery.json);
  const paid = (of.transactions ?? []).filter(
    ({ kind, status }) => kind === 'refund' && status !== 'failure' && status !== 'error',
  );
  const goods = sum(of.refund_line_items.map(({ subtotal }) => subtotal ?? 0n));
  const tax = sum(of.refund_line_items.map(({ total_tax: amount }) => amount ?? 0n));
  const shipping = -sum(
    (of.order_adjustments ?? [])
      .filter(({ kind }) => kind === 'shipping_refund')
      .map(({ amount }) => amount ?? 0n),
  );
  const currency =
    paid.find((one) => one.currency !== undefined)?.currency ??
    of.refund_line_items.find((one) => one.subtotal_set !== undefined)?.subtotal_set?.shop_money
      .currency_code;
  return [
    track({
      delivery,
      who: { orderId: of.order_id },
      at: of.processed_at ?? of.created_at,
      test: (of.transactions ?? []).some(({ test }) => test === true),
      event: 'Order Refunded',
      messageId: `order-refunded:${of.id}`,
      properties: {
        order_id: of.order_id,
        refund_id: of.id,
        total: toNumber(
          paid.length > 0 ? sum(paid.map(({ amount }) => amount ?? 0n)) : goods + tax + shipping,
        ),
        subtotal: toNumber(goods),
        tax: toNumber(tax),
        shipping: toNumber(shipping),
        currency,
        reason: of.note,
        products: of.refund_line_items.flatMap(({ line_item: item, quantity }) =>
          item === undefined ? [] : [product(item, quantity)],
        ),
      },
    }),
  ];
};

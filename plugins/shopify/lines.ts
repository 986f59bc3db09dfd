import { z } from 'zod';
import { compact, count, id, maybe, money, type Money, sum, text, toNumber } from './fields.ts';

/** A line of a cart, a checkout or an order. */
export const line = z.object({
  product_id: maybe(id),
  variant_id: maybe(id),
  sku: text,
  title: text,
  variant_title: text,
  vendor: text,
  price: maybe(money),
  quantity: count,
  /** What is left of it after edits and returns; only lines of orders say so. */
  current_quantity: maybe(z.coerce.number().int()),
  gift_card: maybe(z.boolean()),
});

export type Line = z.output<typeof line>;

/** A line as a product of Segment's e-commerce events. */
export const product = (of: Line, quantity = of.quantity): Record<string, unknown> =>
  compact({
    product_id: of.product_id,
    sku: of.sku,
    name: of.title,
    variant: of.variant_title,
    brand: of.vendor,
    price: of.price === undefined ? undefined : toNumber(of.price),
    quantity,
    variant_id: of.variant_id,
    gift_card: of.gift_card === true ? true : undefined,
  });

const taxLine = z.object({ price: maybe(money) });

const shippingLine = z.object({
  price: maybe(money),
  discounted_price: maybe(money),
  tax_lines: maybe(z.array(taxLine)),
});

/** The amounts that orders and checkouts have in common. */
export const amounts = {
  currency: z.string(),
  subtotal_price: money,
  total_price: money,
  total_tax: maybe(money),
  total_discounts: maybe(money),
  taxes_included: maybe(z.boolean()),
  shipping_lines: maybe(z.array(shippingLine)),
  discount_codes: maybe(z.array(z.object({ code: z.string(), amount: maybe(money), type: text }))),
  line_items: z.array(line),
};

type Amounts = { [K in keyof typeof amounts]: z.output<(typeof amounts)[K]> };

/** The goods, the tax and the lines as an order stands after edits; the amounts before refunds. */
export type Standing = { readonly subtotal: Money; readonly tax: Money; readonly lines: readonly Line[] };

/**
 * Segment's amounts. `revenue` is what the goods brought: after discounts, without shipping and tax, before refunds. Where
 * prices include tax, Shopify's subtotal does too, so the tax on the goods is taken out of it.
 */
export const totals = (of: Amounts, standing?: Standing): Record<string, unknown> => {
  const subtotal = standing?.subtotal ?? of.subtotal_price;
  const shippingLines = of.shipping_lines ?? [];
  const shippingTax = sum(
    shippingLines.flatMap(({ tax_lines: taxes }) => (taxes ?? []).map(({ price }) => price ?? 0n)),
  );
  const shippingPrice = sum(
    shippingLines.map(({ price, discounted_price: discounted }) => discounted ?? price ?? 0n),
  );
  const tax: Money = standing?.tax ?? of.total_tax ?? 0n;
  const included = of.taxes_included === true;
  const goodsTax = tax - shippingTax;
  const codes = of.discount_codes ?? [];
  return {
    currency: of.currency,
    total: toNumber(of.total_price),
    subtotal: toNumber(subtotal),
    revenue: toNumber(included ? subtotal - goodsTax : subtotal),
    shipping: toNumber(included ? shippingPrice - shippingTax : shippingPrice),
    tax: toNumber(tax),
    taxes_included: included ? true : undefined,
    subtotal_tax: included ? toNumber(goodsTax) : undefined,
    discount: toNumber(of.total_discounts ?? 0n),
    coupon: codes[0]?.code,
    discount_codes:
      codes.length === 0
        ? undefined
        : codes.map(({ code, amount, type }) =>
            compact({ code, amount: amount === undefined ? undefined : toNumber(amount), type }),
          ),
    products: (standing?.lines ?? of.line_items).map((one) => product(one)),
  };
};

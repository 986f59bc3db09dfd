import { z } from 'zod';
import {
  count,
  id,
  idOrNone,
  maybe,
  money,
  type Money,
  readBody,
  type ShopLine,
  type ShopOrder,
  type ShopRefund,
  text,
} from '../commerce.ts';
import { readSaidTime } from '../contract.ts';

/** Times are written as in mails, `Tue, 05 Mar 2019 21:40:11 +0000`, or by ISO 8601. */
export const when = maybe(z.string()).transform((value) => {
  const at = value === undefined ? undefined : readSaidTime(value);
  return at === undefined ? undefined : new Date(at).toISOString();
});

const order = z.object({
  id,
  customer_id: idOrNone,
  date_created: when,
  date_modified: when,
  date_shipped: when,
  status_id: z.int(),
  status: text,
  cart_id: text,
  currency_code: z.string(),
  total_inc_tax: money,
  total_ex_tax: money,
  total_tax: maybe(money),
  shipping_cost_ex_tax: maybe(money),
  handling_cost_ex_tax: maybe(money),
  wrapping_cost_ex_tax: maybe(money),
  discount_amount: maybe(money),
  coupon_discount: maybe(money),
  payment_method: text,
  billing_address: maybe(
    z.object({
      first_name: text,
      last_name: text,
      street_1: text,
      city: text,
      state: text,
      zip: text,
      country_iso2: text,
      email: text,
      phone: text,
    }),
  ),
});

/** What an order refers to, fetched apart. */
export type Parts = {
  readonly products: readonly unknown[];
  readonly coupons: readonly unknown[];
  readonly refunds: readonly unknown[];
};

const product = z.object({
  product_id: idOrNone,
  variant_id: idOrNone,
  sku: text,
  name: text,
  quantity: count,
  price_ex_tax: maybe(money),
});
const coupon = z.object({ code: z.string(), discount: maybe(money) });
const refund = z.object({ id, created: when, reason: text, total_amount: maybe(money) });

/** https://developer.bigcommerce.com: Incomplete is a checkout that was left, Cancelled and Declined are no orders. */
const INCOMPLETE = 0;
const gone: ReadonlySet<number> = new Set([5, 6]);
const shipped: ReadonlySet<number> = new Set([2, 10]);
/** Refunded, shipped in part or whole, awaiting what follows a payment, completed. */
const paid: ReadonlySet<number> = new Set([2, 3, 4, 8, 9, 10, 11, 14]);

const lineOf = (raw: unknown): ShopLine => {
  const of = product.parse(raw);
  const { product_id: productId, variant_id: variantId, sku, name, quantity, price_ex_tax: price } = of;
  return { productId, variantId, sku, name, quantity, price };
};

const refundOf = (raw: unknown): ShopRefund => {
  const of = refund.parse(raw);
  return { id: of.id, at: of.created, reason: of.reason, total: of.total_amount };
};

const stateOf = (status: number): ShopOrder['state'] => {
  if (gone.has(status)) return 'cancelled';
  return status === INCOMPLETE ? 'open' : 'placed';
};

const plus = (...amounts: readonly (Money | undefined)[]): Money =>
  amounts.reduce<Money>((all, one) => all + (one ?? 0n), 0n);

/** An order of the Orders API, version 2, with what it refers to. */
export const readOrder = (
  json: unknown,
  parts: Parts,
): { readonly order: ShopOrder; readonly ignored: ReturnType<typeof readBody>['ignored'] } => {
  const { of, ignored } = readBody(order, json);
  const { billing_address: place, status_id: status } = of;
  const extras = plus(of.shipping_cost_ex_tax, of.handling_cost_ex_tax, of.wrapping_cost_ex_tax);
  return {
    ignored,
    order: {
      id: of.id,
      who: { customerId: of.customer_id, email: place?.email, phone: place?.phone, orderId: of.id },
      traits: {
        email: place?.email,
        phone: place?.phone,
        firstName: place?.first_name,
        lastName: place?.last_name,
        address: {
          street: place?.street_1,
          city: place?.city,
          state: place?.state,
          postalCode: place?.zip,
          country: place?.country_iso2,
        },
      },
      state: stateOf(status),
      placedAt: of.date_created,
      updatedAt: of.date_modified,
      paid: paid.has(status),
      fulfilled: shipped.has(status) ? (of.date_shipped ?? true) : undefined,
      currency: of.currency_code,
      total: of.total_inc_tax,
      revenue: of.total_ex_tax - extras,
      shipping: of.shipping_cost_ex_tax,
      tax: of.total_tax,
      discount: plus(of.discount_amount, of.coupon_discount),
      codes: parts.coupons.map((raw) => {
        const { code, discount } = coupon.parse(raw);
        return { code, amount: discount };
      }),
      lines: parts.products.map(lineOf),
      refunds: parts.refunds.map(refundOf),
      cartId: of.cart_id,
      more: { status: of.status, payment_method: of.payment_method },
    },
  };
};

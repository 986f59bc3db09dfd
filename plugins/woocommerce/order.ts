import { z } from 'zod';
import {
  count,
  id,
  idOrNone,
  maybe,
  money,
  type Money,
  type PersonTraits,
  readBody,
  type SaidConsent,
  type ShopLine,
  type ShopOrder,
  sum,
  text,
  utc,
} from '../commerce.ts';

export const billing = maybe(
  z.object({
    first_name: text,
    last_name: text,
    address_1: text,
    city: text,
    state: text,
    postcode: text,
    country: text,
    email: text,
    phone: text,
  }),
);

const line = z.object({
  product_id: idOrNone,
  variation_id: idOrNone,
  sku: text,
  name: text,
  quantity: count,
  subtotal: maybe(money),
  total: maybe(money),
});

const order = z.object({
  id,
  number: text,
  status: z.string(),
  currency: z.string(),
  customer_id: idOrNone,
  date_created_gmt: utc,
  date_modified_gmt: utc,
  date_paid_gmt: utc,
  date_completed_gmt: utc,
  total: money,
  total_tax: maybe(money),
  shipping_total: maybe(money),
  discount_total: maybe(money),
  billing,
  line_items: z.array(line),
  coupon_lines: maybe(z.array(z.object({ code: z.string(), discount: maybe(money) }))),
  refunds: maybe(z.array(z.object({ id, reason: text, total: maybe(money) }))),
  payment_url: text,
  payment_method: text,
  created_via: text,
  cart_hash: text,
  meta_data: maybe(z.array(z.object({ key: z.string(), value: z.unknown() }))),
});

type Order = z.output<typeof order>;

/** Begun and not placed: the customer has not paid where payment comes first, or the payment failed. */
const open: ReadonlySet<string> = new Set(['pending', 'failed', 'checkout-draft', 'auto-draft', 'draft']);
const gone: ReadonlySet<string> = new Set(['cancelled', 'trash']);

/** The traits of the person whom an address names. */
export const traitsOf = (of: z.output<typeof billing>): PersonTraits => ({
  email: of?.email,
  phone: of?.phone,
  firstName: of?.first_name,
  lastName: of?.last_name,
  address: {
    street: of?.address_1,
    city: of?.city,
    state: of?.state,
    postalCode: of?.postcode,
    country: of?.country,
  },
});

const lineOf = (of: z.output<typeof line>): ShopLine => ({
  productId: of.product_id,
  variantId: of.variation_id,
  sku: of.sku,
  name: of.name,
  price: of.subtotal === undefined || of.quantity < 1 ? undefined : of.subtotal / BigInt(of.quantity),
  quantity: of.quantity,
});

const isYes = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === 'string' && /^(?:1|yes|true|on)$/i.test(value.trim()));

const metaOf = (of: Order, key: string | undefined): unknown =>
  key === undefined ? undefined : of.meta_data?.find((one) => one.key === key)?.value;

const consentsOf = (of: Order, key: string | undefined): readonly SaidConsent[] =>
  isYes(metaOf(of, key)) ? [{ channel: 'email', granted: true, by: 'checkout' }] : [];

const stateOf = ({ status }: Order): ShopOrder['state'] => {
  if (gone.has(status)) return 'cancelled';
  return open.has(status) ? 'open' : 'placed';
};

/** A refund as the order lists it: an id, a reason and the whole amount, below zero. */
const refundsOf = (of: Order): NonNullable<ShopOrder['refunds']> => {
  const absolute = (amount: Money): Money => (amount < 0n ? -amount : amount);
  return (of.refunds ?? []).map((one) => ({
    id: one.id,
    reason: one.reason,
    total: one.total === undefined ? undefined : absolute(one.total),
  }));
};

const textMeta = (of: Order, keys: readonly string[]): string | undefined => {
  const found = keys.map((key) => metaOf(of, key)).find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found : undefined;
};

/**
 * An order of WooCommerce's REST API v3, which webhooks bring in the same form. A status that a plug-in of the shop added counts as placed.
 * `consentField` is the field of `meta_data` in which the shop keeps a ticked box.
 */
export const readOrder = (input: {
  json: unknown;
  consentField: string | undefined;
}): { readonly order: ShopOrder; readonly ignored: ReturnType<typeof readBody>['ignored'] } => {
  const { of, ignored } = readBody(order, input.json);
  const state = stateOf(of);
  const isPlaced = state === 'placed' || (state === 'cancelled' && of.date_paid_gmt !== undefined);
  return {
    ignored,
    order: {
      id: of.id,
      name: of.number,
      who: {
        customerId: of.customer_id,
        email: of.billing?.email,
        phone: of.billing?.phone,
        orderId: of.id,
        anonymousId: textMeta(of, ['ciclo_anonymous_id', '_ciclo_anonymous_id']),
      },
      traits: traitsOf(of.billing),
      state,
      placedAt: isPlaced || state === 'open' ? of.date_created_gmt : undefined,
      updatedAt: of.date_modified_gmt,
      paid: of.date_paid_gmt,
      fulfilled: of.status === 'completed' ? (of.date_completed_gmt ?? true) : undefined,
      currency: of.currency,
      total: of.total,
      revenue: sum(of.line_items.map((one) => one.total ?? 0n)),
      shipping: of.shipping_total,
      tax: of.total_tax,
      discount: of.discount_total,
      codes: (of.coupon_lines ?? []).map(({ code, discount }) => ({ code, amount: discount })),
      lines: of.line_items.map(lineOf),
      refunds: refundsOf(of),
      consents: consentsOf(of, input.consentField),
      cartId: of.cart_hash,
      checkoutUrl: of.payment_url,
      more: {
        status: of.status,
        payment_method: of.payment_method,
        source_name: of.created_via,
        referral_code: textMeta(of, ['referral_code', '_referral_code']),
      },
    },
  };
};

import { z } from 'zod';
import {
  count,
  id,
  idOrNone,
  maybe,
  type Money,
  money,
  type PersonTraits,
  readBody,
  type ShopLine,
  type ShopOrder,
  sum,
  text,
  time,
} from '../commerce.ts';

const address = maybe(
  z.object({
    first_name: text,
    last_name: text,
    phone: text,
    address_1: text,
    city: text,
    province: text,
    postal_code: text,
    country_code: text,
  }),
);

const item = z.object({
  product_id: idOrNone,
  variant_id: idOrNone,
  variant_sku: text,
  product_title: text,
  title: text,
  quantity: count,
  unit_price: maybe(money),
  total: maybe(money),
  tax_total: maybe(money),
  adjustments: maybe(z.array(z.object({ code: text, amount: maybe(money) }))),
});

const refund = z.object({ id, amount: maybe(money), created_at: time, note: text });
const payment = z.object({
  captured_at: time,
  refunds: maybe(z.array(refund)),
});

const order = z.object({
  id,
  display_id: text,
  status: text,
  payment_status: text,
  fulfillment_status: text,
  currency_code: z.string(),
  email: text,
  customer_id: idOrNone,
  created_at: time,
  updated_at: time,
  canceled_at: time,
  total: money,
  tax_total: maybe(money),
  shipping_total: maybe(money),
  discount_total: maybe(money),
  shipping_address: address,
  items: z.array(item),
  payment_collections: maybe(z.array(z.object({ payments: maybe(z.array(payment)) }))),
  metadata: maybe(z.record(z.string(), z.unknown())),
});
type Order = z.output<typeof order>;

/** The fields of an order that are asked for; those with a sum come only when they are named. */
export const orderFields = [
  ...Object.keys(order.shape).filter(
    (name) => !['items', 'shipping_address', 'payment_collections'].includes(name),
  ),
  '*items',
  '*items.adjustments',
  '*shipping_address',
  '*payment_collections.payments',
  '*payment_collections.payments.refunds',
].join(',');

const paidStates: ReadonlySet<string> = new Set([
  'captured',
  'partially_captured',
  'partially_refunded',
  'refunded',
]);
const sentStates: ReadonlySet<string> = new Set(['fulfilled', 'shipped', 'delivered', 'partially_delivered']);

const traitsOf = ({ email, shipping_address: of }: Order): PersonTraits => ({
  email,
  phone: of?.phone,
  firstName: of?.first_name,
  lastName: of?.last_name,
  address: {
    street: of?.address_1,
    city: of?.city,
    state: of?.province,
    postalCode: of?.postal_code,
    country: of?.country_code?.toUpperCase(),
  },
});

const lineOf = (of: z.output<typeof item>): ShopLine => ({
  productId: of.product_id,
  variantId: of.variant_id,
  sku: of.variant_sku,
  name: of.product_title ?? of.title,
  price: of.unit_price,
  quantity: of.quantity,
});

/** The codes of promotions, with what each took off of all lines. */
const codesOf = ({ items }: Order): ShopOrder['codes'] => {
  const amounts = new Map<string, Money>();
  for (const { code, amount = 0n } of items.flatMap(({ adjustments = [] }) => adjustments)) {
    if (code !== undefined) amounts.set(code, (amounts.get(code) ?? 0n) + amount);
  }
  return [...amounts].map(([code, amount]) => ({ code, amount }));
};

const paymentsOf = (of: Order) => (of.payment_collections ?? []).flatMap(({ payments = [] }) => payments);

const textIn = ({ metadata = {} }: Order, name: string): string | undefined => {
  const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** An order of Medusa's Admin API v2. Drafts and archived ones are orders as well; `requires_action` waits for its payment. */
export const readOrder = (
  json: unknown,
): { readonly order: ShopOrder; readonly ignored: ReturnType<typeof readBody>['ignored'] } => {
  const { of, ignored } = readBody(order, json);
  const isCancelled = of.status === 'canceled';
  const isOpen = of.status === 'requires_action' || of.status === 'draft';
  const capturedAt = paymentsOf(of).flatMap(({ captured_at: at }) => at ?? [])[0];
  return {
    ignored,
    order: {
      id: of.id,
      name: of.display_id,
      who: {
        customerId: of.customer_id,
        email: of.email,
        phone: of.shipping_address?.phone,
        orderId: of.id,
        anonymousId: textIn(of, 'ciclo_anonymous_id'),
      },
      traits: traitsOf(of),
      state: isCancelled ? 'cancelled' : isOpen ? 'open' : 'placed',
      placedAt: of.created_at,
      updatedAt: of.updated_at,
      paid: capturedAt ?? paidStates.has(of.payment_status ?? ''),
      fulfilled: sentStates.has(of.fulfillment_status ?? ''),
      delivered: of.fulfillment_status === 'delivered',
      cancelled: isCancelled ? (of.canceled_at ?? true) : undefined,
      currency: of.currency_code.toUpperCase(),
      total: of.total,
      revenue: sum(of.items.map(({ total = 0n, tax_total: tax = 0n }) => total - tax)),
      shipping: of.shipping_total,
      tax: of.tax_total,
      discount: of.discount_total,
      codes: codesOf(of) ?? [],
      lines: of.items.map(lineOf),
      refunds: paymentsOf(of)
        .flatMap(({ refunds = [] }) => refunds)
        .map((one) => ({ id: one.id, at: one.created_at, total: one.amount, reason: one.note })),
      more: {
        status: of.status,
        referral_code: textIn(of, 'referral_code'),
      },
    },
  };
};

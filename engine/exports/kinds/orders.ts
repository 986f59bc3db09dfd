import type { JsonObject } from '../../../domain/json.ts';
import { fromMinor } from '../../../domain/money.ts';
import type { Order } from '../../../domain/orders/orders.ts';
import { type ExportRow, rowOf } from './export-kind.ts';
import type { MakeExport } from './made-exports.ts';
import { everybody, plain, whoColumns, whoOf } from './people.ts';

const columns = [
  'orderId',
  'status',
  'timestamp',
  'currency',
  'revenue',
  'total',
  'discount',
  'shipping',
].concat(['shipping_cost', 'service_cost', 'refund_id', 'subtotal', 'tax', 'coupon', 'products']);

const iso = (at: number): string => new Date(at).toISOString();

const productsOf = ({ goods, money }: Order, currency: string) =>
  goods?.lines.map(({ productId: product_id, sku, name, category, quantity, price, cost }) => ({
    product_id,
    sku,
    name,
    category,
    quantity,
    price:
      price === undefined ? undefined : fromMinor({ minor: price, currency: money?.currency ?? currency }),
    cost: cost === undefined ? undefined : fromMinor({ minor: cost, currency: money?.currency ?? currency }),
  }));

/** What happened to an order, one row for each: it was completed, refunded, cancelled, delivered. */
const rowsIn = (order: Order, who: JsonObject): readonly ExportRow[] => {
  const { orderId, placedAt, money, cancelledAt, deliveredAt, refunds = {}, coupons } = order;
  if (placedAt === undefined || order.test === true) return [];
  const row = (status: string, at: number, more: Readonly<Record<string, unknown>>): ExportRow =>
    rowOf(plain({ ...who, orderId, status, timestamp: iso(at), ...more }));
  const currency = money?.currency ?? 'EUR';
  const amount = (minor: number | undefined): number | undefined =>
    minor === undefined ? undefined : fromMinor({ minor, currency });
  const amounts = {
    currency: money?.currency,
    revenue: amount(money?.revenue),
    total: amount(money?.total),
    discount: amount(money?.discount),
    shipping: amount(money?.shipping),
    shipping_cost: amount(money?.shippingCost),
    service_cost: amount(money?.serviceCost),
  };
  return [
    row('completed', placedAt, {
      ...amounts,
      coupon: coupons?.[0],
      products: productsOf(order, currency),
    }),
    ...Object.entries(refunds).map(([refund_id, refund]) => {
      const { subtotalTax: _tax, returned, ...said } = refund ?? {};
      const products = returned?.map(({ product: product_id, quantity }) => ({ product_id, quantity }));
      return row('refunded', placedAt, { ...said, refund_id, products });
    }),
    ...(cancelledAt === undefined ? [] : [row('cancelled', cancelledAt, {})]),
    ...(deliveredAt === undefined ? [] : [row('delivered', deliveredAt, {})]),
  ];
};

/** Orders of everybody, or of the members of a segment, as rows that an import reads. */
export const ordersExport: MakeExport = ({ reads, orders, tenant, segment }) => {
  async function* rows(): AsyncGenerator<ExportRow> {
    for await (const profile of everybody({ reads, tenant, segment })) {
      const who = whoOf(profile);
      for (const order of await orders.of({ tenant, profileId: profile.id })) yield* rowsIn(order, who);
    }
  }
  return { columns: [...whoColumns, ...columns], rows: rows() };
};

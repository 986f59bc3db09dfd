import { goodsCostOf } from '../../../../domain/orders/order-value.ts';
import { isCounted, refundedOfOrder } from '../../../../domain/orders/orders.ts';
import { type OrderDoc, orderSchema } from '../../../orders/store/order-schema.ts';
import { defineTable } from '../define-table.ts';

/** Orders as they stand. */
export const ordersTable = defineTable<OrderDoc>({
  name: 'orders',
  about: 'An order as it stands, refunds included.',
  grain: 'month',
  schema: orderSchema,
  at: 'placedAt',
  named: 'order_id',
  rows: (doc) => [doc],
  columns: {
    order_id: { type: 'text', about: 'The id of the order.', of: ({ orderId }) => orderId },
    profile_id: { type: 'text', about: 'Who placed it.', isPerson: true, of: ({ profileId }) => profileId },
    placed_at: {
      type: 'time',
      about: 'When it was placed; files are cut by it.',
      of: ({ placedAt }) => placedAt,
    },
    is_counted: {
      type: 'boolean',
      about: 'It is not cancelled and no test: figures are over these.',
      of: (doc) => isCounted(doc),
    },
    cancelled_at: { type: 'time', about: 'When it was cancelled.', of: ({ cancelledAt }) => cancelledAt },
    delivered_at: { type: 'time', about: 'When it was delivered.', of: ({ deliveredAt }) => deliveredAt },
    currency: { type: 'text', about: 'The currency of its amounts.', of: ({ money }) => money?.currency },
    gross_revenue: {
      type: 'integer',
      about: 'Goods after discounts, without tax and shipping, before refunds; minor units.',
      of: ({ money }) => money?.revenue ?? 0,
    },
    refunded: {
      type: 'integer',
      about: 'What of that was paid back; minor units.',
      of: (doc) => refundedOfOrder(doc),
    },
    revenue: {
      type: 'integer',
      about: '`gross_revenue` less `refunded`; minor units.',
      of: (doc) => (doc.money?.revenue ?? 0) - refundedOfOrder(doc),
    },
    discount: {
      type: 'integer',
      about: 'Discounts that were given; minor units.',
      of: ({ money }) => money?.discount ?? 0,
    },
    shipping: {
      type: 'integer',
      about: 'What the customer paid for shipping; minor units.',
      of: ({ money }) => money?.shipping ?? 0,
    },
    shipping_cost: {
      type: 'integer',
      about: 'What shipping cost the shop; minor units. Absent where nobody said.',
      of: ({ money }) => money?.shippingCost,
    },
    service_cost: {
      type: 'integer',
      about: 'What serving the order cost the shop; minor units.',
      of: ({ money }) => money?.serviceCost,
    },
    goods_cost: {
      type: 'integer',
      about:
        'What the goods that stayed with the customer cost the shop; minor units. Absent unless known of each of them.',
      of: (doc) => goodsCostOf(doc),
    },
    coupons: {
      type: 'integer',
      about: 'How many coupons were used.',
      of: ({ coupons }) => coupons?.length ?? 0,
    },
    lines: { type: 'integer', about: 'How many lines it has.', of: ({ goods }) => goods?.lines.length ?? 0 },
  },
});

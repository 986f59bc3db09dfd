import { linesWithRevenue, type LineWithRevenue } from '../../../../domain/warehouse/line-revenue.ts';
import { isCounted } from '../../../../domain/orders/orders.ts';
import { type OrderDoc, orderSchema } from '../../../orders/store/order-schema.ts';
import { defineTable } from '../define-table.ts';

type Row = LineWithRevenue & { readonly order: OrderDoc };

/** The lines of orders. The revenue of an order is divided among its lines, so that they sum up to it. */
export const orderLinesTable = defineTable<OrderDoc, Row>({
  name: 'order_lines',
  about: 'A line of an order.',
  grain: 'month',
  schema: orderSchema,
  at: 'placedAt',
  named: 'order_id',
  rows: (order) => linesWithRevenue(order).map((line) => ({ ...line, order })),
  columns: {
    order_id: { type: 'text', about: 'The order it is of.', of: ({ order }) => order.orderId },
    line: { type: 'integer', about: 'Its place in the order, from 1.', of: ({ place }) => place },
    profile_id: {
      type: 'text',
      about: 'Who placed the order.',
      isPerson: true,
      of: ({ order }) => order.profileId,
    },
    placed_at: {
      type: 'time',
      about: 'When the order was placed; files are cut by it.',
      of: ({ order }) => order.placedAt,
    },
    is_counted: {
      type: 'boolean',
      about: 'The order is not cancelled and no test.',
      of: ({ order }) => isCounted(order),
    },
    currency: {
      type: 'text',
      about: 'The currency of its amounts.',
      of: ({ order }) => order.money?.currency,
    },
    product_id: {
      type: 'text',
      about: 'The product, or its SKU where it has no id.',
      of: ({ line }) => line.productId ?? line.sku,
    },
    category: {
      type: 'text',
      about: 'The category of the product at that time.',
      of: ({ line }) => line.category,
    },
    quantity: { type: 'number', about: 'How many were bought.', of: ({ line }) => line.quantity },
    kept: { type: 'number', about: 'How many did not come back.', of: ({ kept }) => kept },
    price: {
      type: 'integer',
      about: 'What one was sold at, before discounts of the order; minor units.',
      of: ({ line }) => line.price,
    },
    revenue: {
      type: 'integer',
      about:
        'Its share of the revenue of the order, net of refunds; minor units. The lines of an order sum up to its `revenue`.',
      of: ({ revenue }) => revenue,
    },
    cost: {
      type: 'integer',
      about: 'What the kept ones cost the shop; minor units. Absent where nobody said.',
      of: ({ line, kept }) => (line.cost === undefined ? undefined : Math.round(line.cost * kept)),
    },
  },
});

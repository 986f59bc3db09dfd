import type { Order } from '../../domain/profiles/orders.ts';
import { anyJson, defineSchema } from './define.ts';

/** An order as the events tell it. `_id` is tenant and order id. */
export type OrderDoc = Order & { readonly _id: string; readonly tenant: string; readonly profileId: string };

export const orderSchema = defineSchema<OrderDoc>({
  collection: 'orders',
  fields: {
    tenant: String,
    profileId: String,
    orderId: String,
    placedAt: Number,
    currency: String,
    revenue: Number,
    discount: Number,
    lines: anyJson,
    coupons: { type: [String], default: undefined },
    cancelledAt: Number,
    refunds: anyJson,
    deliveredAt: Number,
    test: Boolean,
  },
  indexes: [{ name: 'person', key: { tenant: 1, profileId: 1 } }],
});

import type { Order } from '../../../domain/orders/orders.ts';
import { orderRows } from './order-rows.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An order as the events tell it. `_id` is tenant and order id. */
export type OrderDoc = Order & {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  readonly isClaimed?: boolean;
};

export const orderSchema = defineSchema<OrderDoc>({
  collection: 'orders',
  sharding: byId,
  person: orderRows,
  fields: {
    tenant: String,
    profileId: String,
    isClaimed: Boolean,
    orderId: String,
    placedAt: Number,
    money: anyJson,
    goods: anyJson,
    coupons: { type: [String], default: undefined },
    cancelledAt: Number,
    refunds: anyJson,
    deliveredAt: Number,
    test: Boolean,
  },
  indexes: [
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    // What is bought together, and when again.
    { name: 'products', key: { tenant: 1, 'goods.lines.productId': 1, placedAt: 1 } },
    // What is popular.
    { name: 'placed', key: { tenant: 1, placedAt: 1 } },
  ],
});

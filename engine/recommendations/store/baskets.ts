import type { mongo } from 'mongoose';

import { basketOf } from '../../../domain/recommendations/basket-of.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type OrderDoc, orderSchema } from '../../orders/store/order-schema.ts';
import type { BasketReads } from '../ports.ts';

type Read = Pick<
  OrderDoc,
  'orderId' | 'profileId' | 'placedAt' | 'goods' | 'money' | 'refunds' | 'cancelledAt' | 'test'
>;

const projection = {
  _id: 0,
  orderId: 1,
  profileId: 1,
  placedAt: 1,
  'goods.lines.productId': 1,
  'goods.lines.sku': 1,
  'goods.lines.quantity': 1,
  money: 1,
  refunds: 1,
  cancelledAt: 1,
  test: 1,
} as const;

const basketsOf = (docs: readonly Read[]) =>
  docs.flatMap((order) => basketOf({ order, person: order.profileId }) ?? []);

/** The baskets that orders are; they change as the orders do, so nothing is counted twice and a refund takes back what it did. */
export const createBasketReads = (deps: { collections: Collections }): BasketReads => {
  const orders = deps.collections.of<OrderDoc>(orderSchema);
  const find = (filter: mongo.Filter<OrderDoc>, limit: number) =>
    orders.find<Read>(filter, { projection }).sort({ placedAt: -1 }).limit(limit).toArray();
  const read = async (filter: mongo.Filter<OrderDoc>, limit: number) => basketsOf(await find(filter, limit));
  return guarded<BasketReads>({
    withProduct: async ({ tenant, product, limit }) => {
      const docs = await find({ tenant, 'goods.lines.productId': product, placedAt: { $gt: 0 } }, limit);
      return { orders: docs.length, baskets: basketsOf(docs) };
    },
    withProductBetween: ({ tenant, product, from, until, limit }) =>
      read({ tenant, 'goods.lines.productId': product, placedAt: { $gte: from, $lt: until } }, limit),
    recent: ({ tenant, since, limit }) => read({ tenant, placedAt: { $gte: since } }, limit),
    countWith: ({ tenant, product, limit }) =>
      orders.countDocuments({ tenant, 'goods.lines.productId': product, placedAt: { $gt: 0 } }, { limit }),
    countAll: ({ tenant, limit }) => orders.countDocuments({ tenant, placedAt: { $gt: 0 } }, { limit }),
  });
};

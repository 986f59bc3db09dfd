import type { Connection, mongo } from 'mongoose';

import type { OrderStore } from '../activities/ports/profiles.ts';
import type { Order } from '../domain/profiles/orders.ts';
import type { Turns } from './batching/turns.ts';
import { createUpdateBatcher } from './batching/update-batcher.ts';
import { guarded } from './guarded.ts';
import { keyOf } from './keys.ts';
import { driverOf } from './schemas/define.ts';
import { type OrderDoc, orderSchema } from './schemas/order.ts';

const toOrder = (doc: OrderDoc): Order & { readonly profileId: string } => {
  const { _id, tenant: _tenant, ...order } = doc;
  return order;
};

const isGiven = ([, value]: readonly [string, unknown]): boolean => value !== undefined;

/**
 * Orders as the events tell them. A change sets the fields it names and adds its refunds by their ids, in one
 * update of one document: changes commute, and one that is repeated changes nothing.
 */
export const createOrderStore = (deps: { connection: Connection; turns: Turns }): OrderStore => {
  const orders = driverOf<OrderDoc>({ connection: deps.connection, schema: orderSchema });
  const { turns } = deps;
  const update = createUpdateBatcher<mongo.AnyBulkWriteOperation<OrderDoc>>({
    turns,
    bulkWrite: (ops) => orders.bulkWrite(ops, { ordered: false }),
  });
  return guarded<OrderStore>({
    change: ({ tenant, profileId, order }) => {
      const { refunds, ...fields } = order;
      const paidBack = Object.entries(refunds ?? {}).map(([id, amount]) => [`refunds.${id}`, amount]);
      const given = Object.fromEntries([...Object.entries(fields).filter(isGiven), ...paidBack]);
      return update({
        updateOne: {
          filter: { _id: keyOf(tenant, order.orderId) },
          update: { $set: { tenant, profileId, ...given } },
          upsert: true,
        },
      });
    },
    of: async ({ tenant, profileId }) => (await orders.find({ tenant, profileId }).toArray()).map(toOrder),
    get: async ({ tenant, orderId }) => {
      const doc = await orders.findOne({ _id: keyOf(tenant, orderId) });
      return doc === null ? undefined : toOrder(doc);
    },
    reassign: async ({ tenant, from, to }) => {
      await orders.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  });
};

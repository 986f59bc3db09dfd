import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { OrderRow, OrderStore } from '../../people/ports.ts';
import { withRefunds } from '../../../domain/orders/order-refunds.ts';
import type { Order } from '../../../domain/orders/orders.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import { type OrderDoc, orderSchema } from './order-schema.ts';

const toOrder = (doc: OrderDoc): OrderRow => {
  const { _id, tenant: _tenant, isClaimed = false, ...order } = doc;
  return { ...order, isClaimed };
};

const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The update that joins a change into an order as `mergeOrder` does: documents compare by their first keys, the stamp. */
const joinOf = (order: Order) => {
  const { orderId, money, goods, placedAt, cancelledAt, deliveredAt, refunds, ...rest } = order;
  const paidBack = Object.entries(refunds ?? {}).map(([id, refund]) => [`refunds.${id}`, refund]);
  return {
    $set: { orderId, ...given(rest), ...Object.fromEntries(paidBack) },
    $max: given({ money, goods }),
    $min: given({ placedAt, cancelledAt, deliveredAt }),
  };
};

/** Reads the orders of people, of many in one read; a key is a tenant and a person. */
const createLoad = (deps: { orders: Collection<OrderDoc>; turns: Turns }) =>
  createLoadBatcher<OrderDoc>({
    turns: deps.turns,
    find: async (keys) => {
      const people = new Map<string, string[]>();
      for (const key of keys) {
        const tenant = key.slice(0, key.indexOf(':'));
        people.set(tenant, [...(people.get(tenant) ?? []), idIn(key, tenant)]);
      }
      const found = [...people].map(([tenant, ids]) =>
        deps.orders.find({ tenant, profileId: { $in: ids } }).toArray(),
      );
      return (await Promise.all(found)).flat();
    },
    keysOf: ({ tenant, profileId }) => [keyOf(tenant, profileId)],
  });

/**
 * Orders as the events tell them. A change keeps the later of two versions and adds its refunds by their ids, in one
 * update of one document: changes commute, and one that is repeated changes nothing.
 */
export const createOrderStore = (deps: { collections: Collections; turns: Turns }): OrderStore => {
  const orders = deps.collections.of<OrderDoc>(orderSchema);
  const { turns } = deps;
  const update = createUpdateBatcher<mongo.AnyBulkWriteOperation<OrderDoc>>({
    turns,
    bulkWrite: (ops) => orders.bulkWrite(ops, { ordered: false }),
  });
  const load = createLoad({ orders, turns });
  /** Without refunds beyond what an order keeps. Several at once may each take the last place: still a bound. */
  const withinBound = async (
    _id: string,
    order: Order,
    refunds: NonNullable<Order['refunds']>,
  ): Promise<Order> => {
    const known = (await orders.findOne({ _id }, { projection: { refunds: 1 } }))?.refunds ?? {};
    const kept = withRefunds(known, refunds);
    const more = Object.entries(refunds).filter(([id]) => Object.hasOwn(kept, id));
    return { ...order, refunds: Object.fromEntries(more) };
  };
  return guarded<OrderStore>({
    change: async ({ tenant, profileId, order: told }) => {
      const _id = keyOf(tenant, told.orderId);
      const order = told.refunds === undefined ? told : await withinBound(_id, told, told.refunds);
      const isPurchase = order.placedAt !== undefined;
      const whose = { tenant, profileId, ...(isPurchase ? { isClaimed: true } : {}) };
      const joined = { ...joinOf(order), $setOnInsert: whose };
      await update({ updateOne: { filter: { _id }, update: joined, upsert: true } });
      if (!isPurchase) return;
      const claim = { $set: { profileId, isClaimed: true } };
      await update({ updateOne: { filter: { _id, isClaimed: { $ne: true } }, update: claim } });
    },
    of: async ({ tenant, profileId }) => (await load([keyOf(tenant, profileId)])).map(toOrder),
    give: async ({ tenant, orderIds, from, to }) => {
      if (orderIds.length === 0) return;
      const _id = { $in: orderIds.map((id) => keyOf(tenant, id)) };
      await orders.updateMany({ _id, profileId: from }, { $set: { profileId: to } });
    },
    get: async ({ tenant, orderId }) => {
      const doc = await orders.findOne({ _id: keyOf(tenant, orderId) });
      return doc === null ? undefined : toOrder(doc);
    },
  });
};

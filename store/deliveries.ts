import { type Connection, mongo } from 'mongoose';

import type { Delivery, DeliveryRow, DeliveryStore } from '../activities/ports/deliveries.ts';
import { duplicateIndex } from './errors.ts';
import { guarded } from './guarded.ts';
import { keyOf } from './keys.ts';
import { driverOf } from './schemas/define.ts';
import { type DeliveryDoc, deliverySchema } from './schemas/delivery.ts';
import { type Leasing, takeDue } from './take-due.ts';

const toDoc = (input: { delivery: Delivery; due: number }): DeliveryDoc => {
  const { delivery, due } = input;
  const { tenant, id, request } = delivery;
  const rawBody = new mongo.Binary(request.rawBody);
  const kept = { ...request, rawBody };
  return { ...delivery, _id: keyOf(tenant, id), request: kept, state: 'pending', attempts: 0, due };
};

const toRow = (doc: DeliveryDoc): DeliveryRow => {
  const { _id, lease: _lease, became: _became, request, ...row } = doc;
  return { ...row, request: { ...request, rawBody: request.rawBody.value() } };
};

const leasingOf = (deliveries: mongo.Collection<DeliveryDoc>): Leasing<DeliveryDoc> => ({
  due: ({ upTo, limit }) =>
    deliveries
      .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
      .sort({ due: 1 })
      .limit(limit)
      .toArray(),
  lease: ({ ids, upTo, until, token }) =>
    deliveries.updateMany({ _id: { $in: ids }, due: { $lte: upTo } }, { $set: { due: until, lease: token } }),
  leased: ({ ids, token }) => deliveries.find({ _id: { $in: ids }, lease: token }).toArray(),
});

/** Raw inbound requests: stored before they are answered, and acknowledged only when a crash cannot lose them. */
export const createDeliveryStore = (deps: { connection: Connection }): DeliveryStore => {
  const deliveries = driverOf<DeliveryDoc>({ connection: deps.connection, schema: deliverySchema });
  return guarded<DeliveryStore>({
    insert: async (input) => {
      try {
        await deliveries.insertOne(toDoc(input), { writeConcern: { w: 'majority', journal: true } });
        return 'stored';
      } catch (thrown) {
        if (duplicateIndex(thrown) === undefined) throw thrown;
        return 'duplicate';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await deliveries.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    takeDue: async ({ wall, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(deliveries), wall, until: lease, limit });
      return docs.map(toRow);
    },
    finish: async ({ tenant, id, messageIds = [] }) => {
      const became = messageIds.map((one) => keyOf(tenant, one));
      await deliveries.updateOne(
        { _id: keyOf(tenant, id) },
        {
          $set: { state: 'done', ...(became.length === 0 ? {} : { became }) },
          $unset: { due: 1, lease: 1, error: 1 },
        },
      );
    },
    fail: async ({ tenant, id, error, due }) => {
      await deliveries.updateOne(
        { _id: keyOf(tenant, id), state: 'pending' },
        due === undefined
          ? { $inc: { attempts: 1 }, $set: { error, state: 'dead' }, $unset: { due: 1, lease: 1 } }
          : { $inc: { attempts: 1 }, $set: { error, due }, $unset: { lease: 1 } },
      );
    },
  });
};

import { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { Delivery } from '../../../api/ports/inbox.ts';
import type { DeliveryRow, DeliveryStore, StuckDeliveryStore } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { inTime } from '../../../platform/mongo/in-time.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type DeliveryDoc, deliverySchema } from './delivery-schema.ts';
import { type Leasing, takeDue } from '../../../platform/mongo/take-due.ts';

const toDoc = (input: { delivery: Delivery; due: number }): DeliveryDoc => {
  const { delivery, due } = input;
  const { tenant, id, request } = delivery;
  const rawBody = new mongo.Binary(request.rawBody);
  const kept = { ...request, rawBody };
  return { ...delivery, _id: keyOf(tenant, id), request: kept, state: 'pending', attempts: 0, due };
};

const toRow = (doc: DeliveryDoc): DeliveryRow => {
  const { _id, lease: _lease, stuck: _stuck, overAt: _overAt, request, ...row } = doc;
  return { ...row, request: { ...request, rawBody: request.rawBody.value() } };
};

const leasingOf = (deliveries: Collection<DeliveryDoc>): Leasing<DeliveryDoc> => ({
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

/** Puts deliveries that could not be read back into the queue. */
const createRequeue = (deliveries: Collection<DeliveryDoc>): StuckDeliveryStore => {
  const again = (due: number): mongo.UpdateFilter<DeliveryDoc> => ({
    $set: { state: 'pending', attempts: 0, due },
    $unset: { stuck: 1, error: 1, lease: 1, overAt: 1 },
  });
  return {
    requeue: async ({ tenant, id, due }) => {
      const _id = keyOf(tenant, id);
      const stuck = { $in: [keyOf(tenant, 'failing'), keyOf(tenant, 'dead')] };
      const { matchedCount } = await deliveries.updateOne({ _id, stuck }, again(due));
      if (matchedCount === 1) return 'requeued';
      const found = await deliveries.findOne({ _id }, { projection: { _id: 1 } });
      return found === null ? 'not-found' : 'not-stuck';
    },
    requeueAll: async ({ tenant, state, instance, webhook, topic, limit, due }) => {
      const stuck = keyOf(tenant, state);
      const found = await deliveries
        .find(
          {
            stuck,
            ...(instance === undefined ? {} : { instance }),
            ...(webhook === undefined ? {} : { webhook }),
            ...(topic === undefined ? {} : { topic }),
          },
          { projection: { _id: 1 } },
        )
        .limit(limit)
        .toArray();
      if (found.length === 0) return 0;
      const ids = found.map((doc) => doc._id);
      const { matchedCount } = await deliveries.updateMany({ _id: { $in: ids }, stuck }, again(due));
      return matchedCount;
    },
  };
};

/** Raw inbound requests: stored before they are answered, and acknowledged only when a crash cannot lose them. */
export const createDeliveryStore = (deps: {
  collections: Collections;
}): DeliveryStore & StuckDeliveryStore => {
  const deliveries = deps.collections.of<DeliveryDoc>(deliverySchema);
  return guarded<DeliveryStore & StuckDeliveryStore>({
    ...createRequeue(deliveries),
    insert: async (input) => {
      try {
        await inTime(deliveries.insertOne(toDoc(input)));
        return 'stored';
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
        return 'duplicate';
      }
    },
    get: async ({ tenant, id }) => {
      const doc = await deliveries.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    takeDue: async ({ systemTime, lease, limit }) => {
      const docs = await takeDue({ leasing: leasingOf(deliveries), systemTime, until: lease, limit });
      return docs.map(toRow);
    },
    finish: async ({ tenant, id, isEmpty = false }) => {
      const nothing = {
        'request.rawBody': new mongo.Binary(new Uint8Array()),
        'request.headers': {},
        'request.query': {},
      };
      await deliveries.updateOne(
        { _id: keyOf(tenant, id) },
        {
          $set: { state: 'done', overAt: new Date(), ...(isEmpty ? nothing : {}) },
          $unset: { due: 1, lease: 1, error: 1, stuck: 1 },
        },
      );
    },
    fail: async ({ tenant, id, error, due }) => {
      await deliveries.updateOne(
        { _id: keyOf(tenant, id), state: 'pending' },
        due === undefined
          ? {
              $inc: { attempts: 1 },
              $set: { error, state: 'dead', stuck: keyOf(tenant, 'dead'), overAt: new Date() },
              $unset: { due: 1, lease: 1 },
            }
          : {
              $inc: { attempts: 1 },
              $set: { error, due, stuck: keyOf(tenant, 'failing') },
              $unset: { lease: 1 },
            },
      );
    },
  });
};

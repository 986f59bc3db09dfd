import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { DeliveryReads, DeliveryState, DeliveryView } from '../delivery-reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type DeliveryDoc, deliverySchema } from './delivery-schema.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';

type Listed = Omit<DeliveryDoc, 'request'>;

const order = ['receivedAt', '_id'] as const;

/** Those stored before it was marked that a delivery is stuck say so by their attempts. */
const stateOf = ({ state, attempts }: Pick<Listed, 'state' | 'attempts'>): DeliveryState =>
  state === 'pending' && attempts > 0 ? 'failing' : state;

const toView = (doc: Listed): DeliveryView => ({
  id: doc.id,
  instance: doc.instance,
  webhook: doc.webhook,
  receivedAt: doc.receivedAt,
  state: stateOf(doc),
  attempts: doc.attempts,
  ...(doc.topic === undefined ? {} : { topic: doc.topic }),
  ...(doc.due === undefined ? {} : { nextTryAt: doc.due }),
  ...(doc.error === undefined ? {} : { error: doc.error }),
});

const inState = (input: { tenant: string; state: DeliveryState | undefined }): mongo.Filter<DeliveryDoc> => {
  const { tenant, state } = input;
  if (state === 'failing' || state === 'dead') return { stuck: keyOf(tenant, state) };
  // What waits is found among all that wait, which are few.
  if (state === 'pending') return { due: { $gte: 0 }, tenant, attempts: 0 };
  return { tenant, ...(state === undefined ? {} : { state }) };
};

/** Inbound requests, newest first; what they say is read only for a single one. */
export const createDeliveryReads = (deps: { collections: Collections }): DeliveryReads => {
  const deliveries = deps.collections.of<DeliveryDoc>(deliverySchema);
  return guarded<DeliveryReads>({
    list: async ({ tenant, state, instance, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const docs = await deliveries
        .find<Listed>(
          {
            ...inState({ tenant, state }),
            ...(instance === undefined ? {} : { instance }),
            ...behind({ order, values }),
          },
          { projection: { request: 0 } },
        )
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(toView);
    },
    get: async ({ tenant, id }) => {
      const doc = await deliveries.findOne({ _id: keyOf(tenant, id) });
      if (doc === null) return undefined;
      const { method, headers, rawBody } = doc.request;
      const contentType = headers['content-type'];
      const body = rawBody.value();
      return {
        ...toView(doc),
        request: { method, body, ...(contentType === undefined ? {} : { contentType }) },
      };
    },
  });
};

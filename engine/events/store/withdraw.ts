import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { WithdrawnEvents } from '../ports.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { DeliveryDoc } from '../../webhooks/store/delivery-schema.ts';
import type { EventDoc } from './event-schema.ts';

/** Takes events back together with the raw requests that brought them. */
export const createWithdraw = (deps: {
  events: Collection<EventDoc>;
  deliveries: Collection<DeliveryDoc>;
}): WithdrawnEvents => {
  const { events, deliveries } = deps;
  const remove: WithdrawnEvents['remove'] = async ({ tenant, id }) => {
    const _id = keyOf(tenant, id);
    const doc = await events.findOne({ _id }, { projection: { delivery: 1 } });
    if (doc === null) return;
    if (doc.delivery !== undefined) await deliveries.deleteOne({ _id: keyOf(tenant, doc.delivery) });
    await events.deleteOne({ _id });
  };
  return {
    remove,
    refuse: async ({ tenant, id, as }) => {
      const doc = await events.findOne({ _id: keyOf(tenant, id) });
      if (doc === null) return;
      const { type, name, timestamp, receivedAt, source, trust } = doc;
      try {
        await events.insertOne({
          _id: keyOf(tenant, as),
          tenant,
          messageId: as,
          type,
          name,
          externalIds: [],
          properties: {},
          traits: {},
          context: {},
          timestamp,
          receivedAt,
          source,
          ...(trust === undefined ? {} : { trust }),
          backfill: true,
          state: 'refused',
          attempts: 0,
          overAt: new Date(),
          listed: { tenant, at: receivedAt, id: as, name },
        });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
      await remove({ tenant, id });
    },
  };
};

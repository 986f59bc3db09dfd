import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { CountStuck, StuckCount } from '../stuck-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type DeliveryDoc, deliverySchema } from '../../webhooks/store/delivery-schema.ts';
import { type EventDoc, eventSchema } from './event-schema.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

/** Makes the count of what is stuck, each by an index of those few. */
export const createCountStuck = (deps: { collections: Collections }): CountStuck => {
  const deliveries = deps.collections.of<DeliveryDoc>(deliverySchema);
  const events = deps.collections.of<EventDoc>(eventSchema);
  const runs = deps.collections.of<RunDoc>(runSchema);
  const { count } = guarded<{ readonly count: CountStuck }>({
    count: ({ tenant, limit, overdueBefore }) => {
      const ofDeliveries = async (state: 'failing' | 'dead'): Promise<StuckCount> => {
        const stuck = keyOf(tenant, state);
        return {
          what: 'deliveries',
          state,
          count: await deliveries.countDocuments({ stuck }, { ...longRead, limit }),
        };
      };
      const ofEvents = async (state: 'dead' | 'quarantined'): Promise<StuckCount> => {
        const stuck = keyOf(tenant, state);
        return {
          what: 'events',
          state,
          count: await events.countDocuments({ stuck }, { ...longRead, limit }),
        };
      };
      const ofRuns = async (): Promise<StuckCount> => {
        const filter = { 'wake.tenant': tenant, 'wake.at': { $lte: overdueBefore } };
        return {
          what: 'runs',
          state: 'overdue',
          count: await runs.countDocuments(filter, { ...longRead, limit }),
        };
      };
      return Promise.all([
        ofDeliveries('failing'),
        ofDeliveries('dead'),
        ofEvents('dead'),
        ofEvents('quarantined'),
        ofRuns(),
      ]);
    },
  });
  return count;
};

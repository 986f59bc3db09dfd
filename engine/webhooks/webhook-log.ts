import type { Clock } from '../clock/clock.ts';
import type { Deliveries as WebhookQueue } from './deliveries.ts';
import type { DeliveryStore, StuckDeliveryStore } from './ports.ts';
import type { Deliveries, DeliveryReads } from './delivery-reads-port.ts';

type Needs = {
  readonly deliveryReads: DeliveryReads;
  readonly deliveryStore: DeliveryStore & StuckDeliveryStore;
  readonly webhookQueue: WebhookQueue;
  readonly clock: Clock;
};

/** Inbound webhooks to look at and to try again. */
export const createWebhookLog = ({
  deliveryReads,
  deliveryStore,
  webhookQueue,
  clock,
}: Needs): Deliveries => ({
  list: deliveryReads.list,
  get: deliveryReads.get,
  retry: async ({ tenant, id }) => {
    const retried = await deliveryStore.requeue({ tenant, id, due: clock.systemTime() });
    if (retried === 'requeued') webhookQueue.kick({ tenant, id });
    return retried;
  },
  retryAll: (which) => deliveryStore.requeueAll({ ...which, due: clock.systemTime() }),
});

import type { Clock } from '../clock/clock.ts';
import type { Deliveries as WebhookQueue } from './deliveries.ts';
import type { DeliveryStore } from './ports.ts';
import type { Inbox } from '../../api/ports/inbox.ts';

/** A sweep takes over what was stored so long ago (real time) and not normalised. */
const sweptAfterMs = 15_000;

type Needs = {
  readonly deliveryStore: DeliveryStore;
  readonly webhookQueue: WebhookQueue;
  readonly clock: Clock;
};

/** Where verified webhooks are kept until they are normalised. */
export const createInbox = ({ deliveryStore, webhookQueue, clock }: Needs): Inbox => ({
  store: (delivery) => deliveryStore.insert({ delivery, due: clock.systemTime() + sweptAfterMs }),
  kick: webhookQueue.kick,
});

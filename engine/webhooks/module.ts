import type { Clock } from '../clock/clock.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import type { TakeInbound } from '../conversations/take-inbound.ts';
import type { ChangeProducts } from '../catalog/change-products.ts';
import type { AboutMessages } from '../messages/about-messages.ts';
import type { Accept } from '../events/accept.ts';
import type { Log } from '../events/dispatcher.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { DeliveryStore } from './ports.ts';
import type { EngineMeter } from '../meter.ts';
import type { Module } from '../module.ts';
import { createFindWebhook, createReceive } from './find-webhook.ts';
import { createInbox } from './inbox.ts';
import { createWebhookLog } from './webhook-log.ts';
import { deliverySchema } from './store/delivery-schema.ts';
import { createDeliveryStore } from './store/deliveries.ts';
import { createDeliveryReads } from './store/read-deliveries.ts';
import { deliveryRoutes } from './deliveries-routes.ts';

/** A sweep that finds so many has more to do at once. */
const sweptMany = 200;

type Needs = {
  readonly deliveryStore: DeliveryStore;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly accept: Accept;
  readonly aboutMessages: AboutMessages;
  readonly takeInbound: TakeInbound;
  readonly changeProducts: ChangeProducts;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: EngineMeter;
};

/** Inbound webhooks: verified and stored, then normalised to events. */
export const webhooksModule = {
  name: 'webhooks',
  collections: [deliverySchema],
  stores: {
    deliveryStore: createDeliveryStore,
    deliveryReads: createDeliveryReads,
  },
  services: {
    webhookQueue: ({
      deliveryStore: deliveries,
      live,
      plugins,
      accept,
      aboutMessages,
      takeInbound,
      changeProducts,
      clock,
      log,
      meter,
    }: Needs) =>
      createDeliveries({
        deliveries,
        live,
        plugins,
        accept,
        aboutMessages,
        takeInbound,
        changeProducts,
        clock,
        log,
        meter,
      }),
    inbox: createInbox,
    deliveries: createWebhookLog,
    findWebhook: createFindWebhook,
    receive: createReceive,
  },
  loops: {
    deliveries: ({ webhookQueue }: { webhookQueue: Deliveries }) => ({
      every: 2,
      job: async () => (await webhookQueue.sweep()) >= sweptMany,
    }),
  },
  routes: { deliveries: deliveryRoutes },
  audited: {
    'POST /api/deliveries/:id/retry': { action: 'delivery.retry', param: 'id' },
    'POST /api/deliveries/retry': { action: 'delivery.retry-all' },
  },
} as const satisfies Module;

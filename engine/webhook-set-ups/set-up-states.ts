import type { PluginRuntime } from '../../plugins/runtime/runtime.ts';
import type { DeliveryReads } from '../webhooks/delivery-reads-port.ts';
import type { WebhookSetUp, WebhookSetUpStore } from './ports.ts';

/** How far a webhook is set up at its vendor. `waiting`: it is, and nothing has arrived yet. */
export type SetUpState = {
  readonly state: 'none' | 'waiting' | 'verified';
  /** What the config lacks for setting it up by API. */
  readonly missing?: string;
  readonly at?: number;
  readonly verifiedAt?: number;
};

/** The webhooks of one instance that can be set up by API, by name. */
export type SetUpStates = (input: {
  tenant: string;
  instance: string;
  runtime: Pick<PluginRuntime, 'subscriptions'>;
  known: readonly WebhookSetUp[];
}) => Promise<ReadonlyMap<string, SetUpState>>;

const lookMax = 50;

/** Makes the states: a request that arrived since it was set up, and whose sender is known, verifies one. */
export const createSetUpStates = (deps: {
  webhookSetUpStore: Pick<WebhookSetUpStore, 'verify'>;
  deliveryReads: Pick<DeliveryReads, 'list'>;
}): SetUpStates => {
  const verified = async (setUp: WebhookSetUp): Promise<number | undefined> => {
    if (setUp.verifiedAt !== undefined) return setUp.verifiedAt;
    const { tenant, instance, webhook, at } = setUp;
    const arrived = await deps.deliveryReads.list({ tenant, instance, limit: lookMax });
    const times = arrived
      .filter((one) => one.webhook === webhook && one.receivedAt >= at)
      .map(({ receivedAt }) => receivedAt);
    if (times.length === 0) return undefined;
    const verifiedAt = Math.min(...times);
    await deps.webhookSetUpStore.verify({ tenant, instance, webhook, at, verifiedAt });
    return verifiedAt;
  };
  return async ({ tenant, instance, runtime, known }) => {
    const states = new Map<string, SetUpState>();
    for (const { webhook, missing } of runtime.subscriptions.subscribable({ tenant, instance })) {
      const lacks = missing === undefined ? {} : { missing };
      const setUp = known.find((one) => one.instance === instance && one.webhook === webhook);
      if (setUp === undefined) {
        states.set(webhook, { state: 'none', ...lacks });
        continue;
      }
      const verifiedAt = await verified(setUp);
      const { at } = setUp;
      states.set(
        webhook,
        verifiedAt === undefined
          ? { state: 'waiting', at, ...lacks }
          : { state: 'verified', at, verifiedAt, ...lacks },
      );
    }
    return states;
  };
};

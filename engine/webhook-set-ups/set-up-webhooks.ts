import { randomUUID } from 'node:crypto';

import { notFound } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { SubscriptionEnd } from '../../plugins/runtime/subscriptions.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { WebhookSetUpStore } from './ports.ts';

type Named = { readonly tenant: string; readonly instance: string };

/** What came of one webhook of an instance. */
export type SetUpEnd = SubscriptionEnd & { readonly webhook: string; readonly url: string };

/** Setting the webhooks of an instance up at its vendor. Both throw `not-found` without such an instance, and may be repeated. */
export type SetUpWebhooks = {
  /** Has the vendor send to our addresses what it does not send yet. */
  readonly setUp: (input: Named) => Promise<readonly SetUpEnd[]>;
  /** Has the vendor send nothing to our addresses any more. */
  readonly remove: (input: Named) => Promise<readonly SetUpEnd[]>;
};

/** Where the vendor of a webhook sends to. */
const addressOf = (input: Named & { publicUrl: string; webhook: string }): string => {
  const { publicUrl, tenant, instance, webhook } = input;
  const base = `${publicUrl.replace(/\/$/, '')}/webhooks/${tenant}/${instance}`;
  return webhook === 'main' ? base : `${base}/${webhook}`;
};

/** Makes what sets webhooks up at vendors and removes them there. */
export const createSetUpWebhooks = (deps: {
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'runtime'>;
  webhookSetUpStore: WebhookSetUpStore;
  publicUrl: string;
  clock: Pick<Clock, 'now' | 'systemTime'>;
}): SetUpWebhooks => {
  const { live, plugins, webhookSetUpStore: store, publicUrl } = deps;

  const begin = async (named: Named) => {
    const { tenant, instance } = named;
    const workspace = await live.of(tenant);
    if (own(workspace.published.settings.plugins, instance) === undefined) throw notFound('plugin instance');
    const { subscriptions } = plugins.runtime(workspace);
    // On the clock by which requests arrive.
    const at = deps.clock.now(tenant);
    const placeOf = (webhook: string) => ({
      tenant,
      instance,
      webhook,
      url: addressOf({ publicUrl, tenant, instance, webhook }),
      now: at,
      systemTime: deps.clock.systemTime(),
      key: randomUUID(),
    });
    return { subscriptions, at, placeOf, webhooks: subscriptions.subscribable(named) };
  };

  return {
    setUp: async (named) => {
      const { subscriptions, at, placeOf, webhooks } = await begin(named);
      const { tenant, instance } = named;
      const known = await store.of(tenant);
      const ends: SetUpEnd[] = [];
      for (const { webhook, topics } of webhooks) {
        const place = placeOf(webhook);
        const end = await subscriptions.subscribe(place);
        const { url } = place;
        ends.push({ ...end, webhook, url });
        if (end.kind === 'failed') continue;
        const before = known.find((one) => one.instance === instance && one.webhook === webhook);
        // What was there and works stays verified.
        if (before?.url === url && end.created === 0) continue;
        const taken = topics.filter((topic) => !end.refused.some((one) => one.topic === topic));
        await store.put({ tenant, instance, webhook, url, topics: taken, at });
      }
      return ends;
    },
    remove: async (named) => {
      const { subscriptions, placeOf, webhooks } = await begin(named);
      const ends: SetUpEnd[] = [];
      for (const { webhook } of webhooks) {
        const place = placeOf(webhook);
        const end = await subscriptions.unsubscribe(place);
        ends.push({ ...end, webhook, url: place.url });
        if (end.kind === 'done') await store.remove({ ...named, webhook });
      }
      return ends;
    },
  };
};

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { WebhookSetUp, WebhookSetUpStore } from '../ports.ts';
import { type WebhookSetUpDoc, webhookSetUpSchema } from './set-up-schema.ts';

type Named = Pick<WebhookSetUp, 'tenant' | 'instance' | 'webhook'>;

const idOf = ({ tenant, instance, webhook }: Named): string => keyOf(tenant, `${instance}:${webhook}`);

const setUpOf = ({ _id, ...setUp }: WebhookSetUpDoc): WebhookSetUp => setUp;

const listMax = 1_000;

/** The webhooks that were set up at their vendors. */
export const createWebhookSetUpStore = (deps: { collections: Collections }): WebhookSetUpStore => {
  const setUps = deps.collections.of<WebhookSetUpDoc>(webhookSetUpSchema);
  return guarded<WebhookSetUpStore>({
    of: async (tenant) => (await setUps.find({ tenant }).limit(listMax).toArray()).map(setUpOf),
    put: async (setUp) => {
      const _id = idOf(setUp);
      const { verifiedAt, ...kept } = setUp;
      await setUps.updateOne(
        { _id },
        {
          $set: { ...kept, ...(verifiedAt === undefined ? {} : { verifiedAt }) },
          ...(verifiedAt === undefined ? { $unset: { verifiedAt: 1 } } : {}),
        },
        { upsert: true },
      );
    },
    verify: async ({ at, verifiedAt, ...named }) => {
      await setUps.updateOne({ _id: idOf(named), at }, { $set: { verifiedAt } });
    },
    remove: async (named) => {
      await setUps.deleteOne({ _id: idOf(named) });
    },
  });
};

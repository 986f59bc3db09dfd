import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { WebhookSetUp } from '../ports.ts';

/** A webhook that was set up at its vendor. `_id` is tenant, instance and webhook. */
export type WebhookSetUpDoc = WebhookSetUp & { readonly _id: string };

export const webhookSetUpSchema = defineSchema<WebhookSetUpDoc>({
  collection: 'webhookSetUps',
  sharding: whole('A document a webhook of a plugin instance.'),
  person: nobody('A set-up is of the tenant, and made by its team.'),
  fields: {
    tenant: String,
    instance: String,
    webhook: String,
    url: String,
    topics: anyJson,
    at: Number,
    verifiedAt: Number,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1 } }],
});

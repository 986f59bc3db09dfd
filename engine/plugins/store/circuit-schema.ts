import type { Circuit } from '../circuit-port.ts';
import { onlyMentioned } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** A plugin instance whose calls are held. `_id` is tenant and instance. */
export type CircuitDoc = Circuit & { readonly _id: string };

export const circuitSchema = defineSchema<CircuitDoc>({
  collection: 'circuits',
  sharding: whole('A document a plugin instance.'),
  person: onlyMentioned({
    among: (tenant) => ({ _id: { $gt: `${tenant}:`, $lt: `${tenant};` } }),
    change: { $set: { why: 'The last answer named somebody who was erased.' } },
  }),
  fields: {
    tenant: String,
    instance: String,
    openedAt: Number,
    why: String,
    tries: Number,
    probeAt: Number,
  },
  indexes: [],
});

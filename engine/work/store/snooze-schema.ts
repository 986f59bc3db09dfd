import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** Until when an item is out of the work queue. `_id` is tenant, type and id. */
export type SnoozeDoc = { readonly _id: string; readonly until: number };

export const snoozeSchema = defineSchema<SnoozeDoc>({
  collection: 'snoozes',
  sharding: byId,
  person: nobody('Ids of tasks, records and mentions, and an instant.'),
  fields: { until: Number },
  indexes: [],
});

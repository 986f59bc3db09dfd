import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** The next free slot of a rate limit. `_id` is its key. */
export type SlotDoc = { readonly _id: string; readonly slot: number; readonly next: number };

export const slotSchema = defineSchema<SlotDoc>({
  collection: 'slots',
  sharding: whole('A document a rate limit.'),
  person: nobody('The next free slot of a rate limit.'),
  fields: { slot: Number, next: Number },
  indexes: [],
});

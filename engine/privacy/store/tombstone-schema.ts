import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** What an erased person was known by. `_id` is tenant and the keyed hash of it. */
export type TombstoneDoc = Over & { readonly _id: string; readonly at: number };

export const tombstoneSchema = defineSchema<TombstoneDoc>({
  collection: 'tombstones',
  sharding: byId,
  person: nobody('Keyed hashes that say that somebody was erased; they stand for what must not come back.'),
  retention: 'tombstones',
  fields: { at: Number },
  indexes: [],
});

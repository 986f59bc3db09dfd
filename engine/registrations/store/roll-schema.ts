import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Roll } from '../ports.ts';

/** The roll of one event. `_id` is tenant and the id of the event's record. */
export type RollDoc = Roll & { readonly _id: string };

export const rollSchema = defineSchema<RollDoc>({
  collection: 'eventRolls',
  sharding: byId,
  person: nobody('Ids of records of registrations, which hold whose they are.'),
  fields: { holders: [String], promised: [String], rev: Number },
  indexes: [],
});

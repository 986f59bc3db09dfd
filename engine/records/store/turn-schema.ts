import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Turns } from '../journeys/turns-port.ts';

/** The turns of one list of users. `_id` is tenant and series. */
export type TurnDoc = Turns & { readonly _id: string };

export const turnSchema = defineSchema<TurnDoc>({
  collection: 'recordTurns',
  sharding: byId,
  person: nobody('Ids of users of the team and of records.'),
  fields: { turn: Number, given: anyJson, rev: Number },
  indexes: [],
});

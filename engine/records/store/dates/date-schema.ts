import { anyJson, defineSchema } from '../../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../../platform/mongo/schema/sharding.ts';
import type { DatePlan, RecordDates } from '../../dates/ports.ts';

/** The dates of one record. `_id` is tenant and record id. */
export type DateDoc = RecordDates & { readonly _id: string };

export const recordDateSchema = defineSchema<DateDoc>({
  collection: 'recordDates',
  sharding: byId,
  person: nobody('Ids of records, with the days on which journeys about them start.'),
  fields: { tenant: String, kind: String, record: String, revision: Number, dates: anyJson, at: Number },
  indexes: [{ name: 'due', key: { tenant: 1, at: 1 } }],
});

/** How far a kind is worked out. `_id` is tenant and kind. */
export type DatePlanDoc = DatePlan & { readonly _id: string };

export const recordDatePlanSchema = defineSchema<DatePlanDoc>({
  collection: 'recordDatePlans',
  sharding: byId,
  person: nobody('How far the records of a kind are worked out.'),
  fields: { plan: String, after: String, isDone: Boolean },
  indexes: [],
});

import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';
import type { FormDay } from '../ports.ts';

/** What came of a form on a day. `_id` is tenant, form and day. */
export type FormDayDoc = FormDay & { readonly _id: string; readonly tenant: string };

export const formDaySchema = defineSchema<FormDayDoc>({
  collection: 'formDays',
  sharding: whole('A document a form and day.'),
  person: nobody('Numbers of what came of forms.'),
  fields: {
    tenant: String,
    form: String,
    day: String,
    sent: Number,
    confirmed: Number,
    trapped: Number,
    limited: Number,
    invalid: Number,
  },
  indexes: [{ name: 'listed', key: { tenant: 1, day: 1, form: 1 } }],
});

import type { Trip } from '../ports.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** A journey that was stopped by a guard. `_id` is tenant and trip id. */
export type TripDoc = Trip & { readonly _id: string };

export const tripSchema = defineSchema<TripDoc>({
  collection: 'trips',
  sharding: whole('One for each time a guard stopped a journey.'),
  person: nobody('A journey that was stopped, with sums.'),
  fields: {
    id: String,
    tenant: String,
    journey: String,
    at: Number,
    numbers: anyJson,
    text: String,
    resumedAt: Number,
  },
  indexes: [{ name: 'listed', key: { tenant: 1, journey: 1, at: 1 } }],
});

import type { Trip } from '../../activities/ports/guards.ts';
import { anyJson, defineSchema } from './define.ts';

/** A journey that was stopped by a guard. `_id` is tenant and trip id. */
export type TripDoc = Trip & { readonly _id: string };

export const tripSchema = defineSchema<TripDoc>({
  collection: 'trips',
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

import { defineSchema } from './define.ts';

/** How far a tenant's development clock is ahead. `_id` is the tenant. */
export type DevClockDoc = { readonly _id: string; readonly offsetMs: number };

export const devClockSchema = defineSchema<DevClockDoc>({
  collection: 'devClocks',
  fields: { offsetMs: Number },
  indexes: [],
});

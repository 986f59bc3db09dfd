import { defineSchema } from './define.ts';

/** The next free slot of a rate limit. `_id` is its key. */
export type SlotDoc = { readonly _id: string; readonly slot: number; readonly next: number };

export const slotSchema = defineSchema<SlotDoc>({
  collection: 'slots',
  fields: { slot: Number, next: Number },
  indexes: [],
});

import type { Circuit } from '../../activities/ports/circuits.ts';
import { defineSchema } from './define.ts';

/** A plugin instance whose calls are held. `_id` is tenant and instance. */
export type CircuitDoc = Circuit & { readonly _id: string };

export const circuitSchema = defineSchema<CircuitDoc>({
  collection: 'circuits',
  fields: {
    tenant: String,
    instance: String,
    openedAt: Number,
    why: String,
    tries: Number,
    probeAt: Number,
  },
  indexes: [],
});

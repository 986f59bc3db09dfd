import type { mongo } from 'mongoose';

import type { DeliveryRow } from '../../activities/ports/deliveries.ts';
import { anyJson, defineSchema } from './define.ts';

/** A raw inbound request. `_id` is tenant and delivery id. */
export type DeliveryDoc = Omit<DeliveryRow, 'request'> & {
  readonly _id: string;
  readonly request: Omit<DeliveryRow['request'], 'rawBody'> & { readonly rawBody: mongo.Binary };
  /** The ids of the events it became, with their tenant. */
  readonly became?: readonly string[];
  /** Whose lease `due` is the end of. */
  readonly lease?: string;
};

export const deliverySchema = defineSchema<DeliveryDoc>({
  collection: 'deliveries',
  fields: {
    id: String,
    tenant: String,
    instance: String,
    webhook: String,
    dedupeKey: String,
    topic: String,
    request: anyJson,
    receivedAt: Number,
    state: String,
    attempts: Number,
    due: Number,
    lease: String,
    error: String,
    became: { type: [String], default: undefined },
  },
  indexes: [
    { name: 'due', key: { due: 1 }, sparse: true },
    { name: 'became', key: { became: 1 }, sparse: true },
  ],
});

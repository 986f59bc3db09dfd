import type { mongo } from 'mongoose';

import type { DeliveryRow } from '../ports.ts';
import { deliveryRows } from './delivery-rows.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A raw inbound request. `_id` is tenant and delivery id. */
export type DeliveryDoc = Over &
  Omit<DeliveryRow, 'request'> & {
    readonly _id: string;
    readonly request: Omit<DeliveryRow['request'], 'rawBody'> & { readonly rawBody: mongo.Binary };
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
    /** Tenant and `failing` or `dead`, once it could not be read. */
    readonly stuck?: string;
  };

export const deliverySchema = defineSchema<DeliveryDoc>({
  collection: 'deliveries',
  sharding: byId,
  person: deliveryRows,
  retention: 'rawRequests',
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
    stuck: String,
  },
  indexes: [
    { name: 'due', key: { due: 1 }, sparse: true },
    // Lists of a tenant, newest first.
    { name: 'listed', key: { tenant: 1, receivedAt: 1, _id: 1 } },
    { name: 'stuck', key: { stuck: 1 }, sparse: true },
  ],
});

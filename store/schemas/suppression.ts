import { defineSchema } from './define.ts';

/** An address nothing may be sent to. `_id` is tenant, channel and the keyed hash of the address. */
export type SuppressionDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly channel: string;
  readonly addressHash: string;
  readonly reason: string;
  readonly at: number;
};

export const suppressionSchema = defineSchema<SuppressionDoc>({
  collection: 'suppressions',
  fields: { tenant: String, channel: String, addressHash: String, reason: String, at: Number },
  indexes: [{ name: 'listed', key: { tenant: 1, at: 1, addressHash: 1 } }],
});

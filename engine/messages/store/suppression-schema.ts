import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

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
  sharding: byId,
  person: nobody('The keyed hash of an address, kept so that it is never written to again.'),
  fields: { tenant: String, channel: String, addressHash: String, reason: String, at: Number },
  indexes: [{ name: 'listed', key: { tenant: 1, at: 1, addressHash: 1 } }],
});

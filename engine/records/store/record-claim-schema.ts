import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { ClaimDoc } from '../../claims/store/claim-schema.ts';

/** Unique values of records, by tenant, kind, field and a hash of the value. */
export const recordClaimSchema = defineSchema<ClaimDoc>({
  collection: 'recordClaims',
  sharding: byId,
  person: nobody(
    'Hashes of unique values under opaque ids; a record whose values are erased holds them no more.',
  ),
  fields: { of: String, by: String },
  indexes: [],
});

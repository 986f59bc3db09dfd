import { defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { SentIds } from '../ports.ts';

/** Under which ids feeds sent an erased person. `_id` is tenant and profile id. */
export type SentIdsDoc = Over &
  Omit<SentIds, 'profileId'> & {
    readonly _id: string;
    readonly tenant: string;
    /** The profile that is no more. */
    readonly erased: string;
  };

export const sentIdsSchema = defineSchema<SentIdsDoc>({
  collection: 'sentIds',
  sharding: byId,
  retention: 'sentIds',
  person: nobody(
    'Written by an erasure and kept for a time: anyone who got the data by a feed has to know what to delete (GDPR, article 19).',
  ),
  fields: { tenant: String, erased: String, userIds: [String], anonymousIds: [String] },
  indexes: [],
});

import { defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { SentIds } from '../ports.ts';

/** Under which ids feeds sent an erased person. `_id` is tenant and profile id. */
export type SentIdsDoc = Over & SentIds & { readonly _id: string; readonly tenant: string };

export const sentIdsSchema = defineSchema<SentIdsDoc>({
  collection: 'sentIds',
  sharding: byId,
  retention: 'sentIds',
  person: nobody(
    'Written by an erasure and kept for a time: whoever got the data by a feed has to know what to delete (GDPR, article 19).',
  ),
  fields: { tenant: String, profileId: String, userIds: [String], anonymousIds: [String] },
  indexes: [],
});

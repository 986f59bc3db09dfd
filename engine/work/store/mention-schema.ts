import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Mention } from '../ports.ts';

/** A note that was pointed out to a user and that they have not looked at. `_id` is tenant and id. */
export type MentionDoc = Mention & { readonly _id: string };

export const mentionSchema = defineSchema<MentionDoc>({
  collection: 'mentions',
  sharding: byId,
  person: ownRows(['profileId']),
  fields: {
    tenant: String,
    id: String,
    user: String,
    conversation: String,
    profileId: String,
    by: String,
    at: Number,
  },
  indexes: [
    { name: 'work of a user', key: { tenant: 1, user: 1, at: 1, _id: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});

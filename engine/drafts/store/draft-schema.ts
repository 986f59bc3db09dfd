import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import type { Draft } from '../ports.ts';

/** A draft. `_id` is tenant, owner and path. */
export type DraftDoc = Draft & { readonly _id: string };

export const draftSchema = defineSchema<DraftDoc>({
  collection: 'workspaceDrafts',
  sharding: byId,
  person: nobody('What the team is about to publish; lists of people are not among it.'),
  fields: {
    tenant: String,
    owner: String,
    path: String,
    text: String,
    base: String,
    at: Number,
  },
  indexes: [{ name: 'owner', key: { tenant: 1, owner: 1, path: 1 } }],
});

import type { Marked } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A person with a mark, under a keyed hash. `_id` is tenant, mark and the profile it was noted for first. */
export type MarkDoc = Marked & { readonly _id: string; readonly tenant: string };

export const markSchema = defineSchema<MarkDoc>({
  collection: 'referralMarks',
  sharding: byId,
  person: ownRows(['profileId']),
  fields: { tenant: String, kind: String, mark: String, profileId: String, at: Number, orderedAt: Number },
  indexes: [
    { name: 'mark', key: { tenant: 1, mark: 1, at: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});

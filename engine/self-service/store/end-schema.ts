import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** That the team ended the self-service pages of a person. `_id` is tenant and the profile it was done for. */
export type EndDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  /** Real time, epoch seconds. */
  readonly at: number;
  /** When the database may forget it: nothing that old opens the pages anyway. */
  readonly expiresAt: Date;
};

export const endSchema = defineSchema<EndDoc>({
  collection: 'selfServiceEnds',
  sharding: byId,
  // What was ended stays so for both when a merge is undone.
  person: ownRows(['profileId'], { onSplit: undefined }),
  fields: { tenant: String, profileId: String, at: Number, expiresAt: Date },
  indexes: [
    { name: 'person', key: { profileId: 1, tenant: 1 } },
    { name: 'expires', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
});

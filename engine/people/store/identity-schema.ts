import { identityRows } from './identities/identity-person.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/**
 * Whose an identity is. `_id` is tenant and identity, so that the database itself lets it be of one profile only,
 * also when it spreads over shards. The profile it names may not be there yet: see `createIdentities`.
 */
export type IdentityDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  /** Which claim stands; a later claim of the same profile changes it. */
  readonly by: string;
  /** Real time of the claim. */
  readonly at: Date;
};

export const identitySchema = defineSchema<IdentityDoc>({
  collection: 'identities',
  sharding: byId,
  person: identityRows,
  fields: { tenant: String, profileId: String, by: String, at: Date },
  indexes: [
    // Merging and erasing a person.
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});

import type { Suspension } from '../ports.ts';
import { ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An advocate who is or was suspended, or asked to invite somebody. `_id` is tenant and the profile it was written for first. */
export type AdvocateDoc = {
  readonly _id: string;
  readonly tenant: string;
  readonly profileId: string;
  readonly suspension?: Suspension;
  readonly liftedAt?: number;
  /** The day of the last invitations (`2027-03-01`), keyed hashes of whom they are for and networks of shares, and how often that was written. */
  readonly invitedOn?: string;
  readonly invited?: readonly string[];
  readonly invitedRev?: number;
  /** How often they shared their link. */
  readonly shares?: number;
};

export const advocateSchema = defineSchema<AdvocateDoc>({
  collection: 'referralAdvocates',
  sharding: byId,
  person: ownRows(['profileId'], { hidden: ['invited', 'invitedRev'] }),
  fields: {
    tenant: String,
    profileId: String,
    suspension: anyJson,
    liftedAt: Number,
    invitedOn: String,
    invited: [String],
    invitedRev: Number,
    shares: Number,
  },
  indexes: [{ name: 'person', key: { tenant: 1, profileId: 1 } }],
});

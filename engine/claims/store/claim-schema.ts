import { ownRows, nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { defineSchema, type IndexOf } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/**
 * A name or number that one document has, its holder. `_id` is the name with its tenant, so that the database
 * itself gives it out once, also when it spreads over shards. See `createClaims` for when a claim counts.
 */
export type ClaimDoc = {
  readonly _id: string;
  /** The `_id` of the holder. */
  readonly of: string;
  /** The attempt at making the holder that claimed it. */
  readonly by: string;
  /** Whom it is about, when its name says so. */
  readonly tenant?: string;
  readonly profileId?: string;
  /** What is counted, where it is not the person: the same holder has a claim of each. */
  readonly what?: 'mailbox';
  readonly expiresAt?: Date;
};

/** What a document that holds claims has besides its own fields. */
export type HolderDoc = {
  readonly _id: string;
  /** The attempt that made it. Absent in those of earlier versions. */
  readonly by?: string;
  /** Real time at which it was begun; absent once it is made. Only what is made counts. */
  readonly draftAt?: Date;
  readonly expiresAt?: Date;
};

/** Drafts whose process died and that nobody came back to; to delete one ends its attempt. */
export const draftsExpire: IndexOf = {
  name: 'draft',
  key: { draftAt: 1 },
  expireAfterSeconds: 86_400,
  sparse: true,
};

/** The numbers and codes of coupons. */
export const couponClaimSchema = defineSchema<ClaimDoc>({
  collection: 'couponClaims',
  sharding: byId,
  // A coupon that goes to another person claims a number of theirs; what it had of the first counts no more.
  person: ownRows(['profileId'], { onMerge: async () => undefined, onSplit: undefined }),
  fields: { of: String, by: String, tenant: String, profileId: String, what: String },
  indexes: [{ name: 'person', key: { profileId: 1, tenant: 1 }, sparse: true }],
});

/** The places in the windows of caps on entries. */
export const placeClaimSchema = defineSchema<ClaimDoc>({
  collection: 'entryPlaceClaims',
  sharding: byId,
  person: nobody('Numbers under the opaque id of a run.'),
  fields: { of: String, by: String, expiresAt: Date },
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true }],
});

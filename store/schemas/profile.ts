import type { ProfileRow } from '../../activities/ports/profiles.ts';
import { anyJson, defineSchema } from './define.ts';

/** A profile. `_id` is tenant and profile id. */
export type ProfileDoc = ProfileRow & {
  readonly _id: string;
  /** The identities with their tenant, each of at most one profile; absent when there are none. */
  readonly keys?: readonly string[];
  /** When to look at the segments again; apart, so that the sparse index holds only profiles that have it. */
  readonly recheck?: { readonly tenant: string; readonly at: number };
  /** Whose write stands; see the swap batcher. */
  readonly writer?: string;
};

export const profileSchema = defineSchema<ProfileDoc>({
  collection: 'profiles',
  fields: {
    id: String,
    tenant: String,
    rev: Number,
    ids: [String],
    keys: { type: [String], default: undefined },
    traits: anyJson,
    traitTimes: anyJson,
    consents: anyJson,
    computed: anyJson,
    tags: [String],
    stage: String,
    stageAt: String,
    scores: anyJson,
    points: Number,
    segments: [String],
    referredBy: String,
    referralCode: String,
    reads: anyJson,
    pressure: anyJson,
    createdAt: String,
    lastSeenAt: String,
    recheckAt: Number,
    recheck: anyJson,
    dates: anyJson,
    outbox: anyJson,
    applied: [String],
    merging: String,
    mergedInto: String,
    mergedIds: { type: [String], default: undefined },
    restricted: Boolean,
    writer: String,
  },
  indexes: [
    { name: 'keys', key: { keys: 1 }, unique: true, sparse: true },
    // A code is looked up alone (the landing page of a referral) and with its tenant.
    { name: 'referral', key: { referralCode: 1, tenant: 1 }, unique: true },
    { name: 'recheck', key: { 'recheck.tenant': 1, 'recheck.at': 1 }, sparse: true },
    { name: 'members', key: { tenant: 1, segments: 1, _id: 1 } },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    { name: 'merged', key: { mergedInto: 1 }, sparse: true },
  ],
});

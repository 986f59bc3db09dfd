import type { ProfileRow } from '../ports.ts';
import { profileRows } from './profile-rows.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** A profile. `_id` is tenant and profile id. Its `ids` are a copy: whose an identity is, says the collection of identities. */
export type ProfileDoc = ProfileRow & {
  readonly _id: string;
  /** When to look at the segments again; apart, so that the sparse index holds only profiles that have it. */
  readonly recheck?: { readonly tenant: string; readonly at: number };
  /** When a sync last had a reason to look at them; the sparse index holds only those. */
  readonly sync?: { readonly tenant: string; readonly at: number };
  /** Set for those with an order: the sparse index holds only them. */
  readonly buyer?: { readonly tenant: string; readonly id: string };
  /** What the search finds them by; none for who was merged away. */
  readonly finds?: readonly string[];
  /** Its push devices, so that the one who had a browser before is found; the sparse index holds only those with some. */
  readonly pushed?: readonly string[];
  /** Whose write stands; see the compare-and-set batcher. */
  readonly writer?: string;
};

export const profileSchema = defineSchema<ProfileDoc>({
  collection: 'profiles',
  sharding: byId,
  person: profileRows,
  fields: {
    id: String,
    tenant: String,
    rev: Number,
    ids: [String],
    traits: anyJson,
    traitTimes: anyJson,
    traitFrom: anyJson,
    identityTimes: anyJson,
    consents: anyJson,
    computed: anyJson,
    predictions: anyJson,
    loyalty: anyJson,
    tags: [String],
    stage: String,
    stageAt: String,
    scores: anyJson,
    points: Number,
    segments: [String],
    referredBy: String,
    referredAt: Number,
    referralCode: String,
    reads: anyJson,
    activity: anyJson,
    visits: anyJson,
    pressure: anyJson,
    createdAt: String,
    lastSeenAt: String,
    recheckAt: Number,
    recheck: anyJson,
    buyer: anyJson,
    syncAt: Number,
    sync: anyJson,
    pushDevices: anyJson,
    pushed: { type: [String], default: undefined },
    finds: { type: [String], default: undefined },
    dates: anyJson,
    watches: anyJson,
    outbox: anyJson,
    applied: [String],
    merges: anyJson,
    merging: String,
    mergedInto: String,
    mergedIds: { type: [String], default: undefined },
    mergedSegments: { type: [String], default: undefined },
    mergedAt: Number,
    splitting: anyJson,
    apartFrom: { type: [String], default: undefined },
    restricted: Boolean,
    writer: String,
  },
  indexes: [
    // A code is looked up alone (the landing page of a referral) and with its tenant; of two who have one, the first counts.
    { name: 'code', key: { referralCode: 1, tenant: 1, createdAt: 1 } },
    { name: 'recheck', key: { 'recheck.tenant': 1, 'recheck.at': 1 }, sparse: true },
    { name: 'synced', key: { 'sync.tenant': 1, 'sync.at': 1, _id: 1 }, sparse: true },
    { name: 'buyers', key: { 'buyer.tenant': 1, 'buyer.id': 1 }, sparse: true },
    { name: 'pushed', key: { pushed: 1 }, sparse: true },
    { name: 'members', key: { tenant: 1, segments: 1, _id: 1 } },
    // The people of a segment, newest first: it may hold very many.
    { name: 'segmented', key: { tenant: 1, segments: 1, createdAt: 1, _id: 1 } },
    { name: 'found', key: { tenant: 1, finds: 1 } },
    { name: 'listed', key: { tenant: 1, createdAt: 1, _id: 1 } },
    // The people of a stage, newest first: there may be few of them among very many.
    { name: 'staged', key: { tenant: 1, stage: 1, createdAt: 1, _id: 1 } },
    { name: 'merged', key: { mergedInto: 1 }, sparse: true },
  ],
});

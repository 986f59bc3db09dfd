import type { EntryJob } from '../ports.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { draftsExpire, type HolderDoc } from '../../claims/store/claim-schema.ts';
import { defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId, whole } from '../../../platform/mongo/schema/sharding.ts';

/** Work that enters many people. `_id` is tenant and name. */
export type EntryJobDoc = EntryJob & { readonly _id: string };

export const entryJobSchema = defineSchema<EntryJobDoc>({
  collection: 'entryJobs',
  sharding: whole('A few a tenant.'),
  person: nobody('Work on many people; its cursor is the opaque id of one, for a moment.'),
  fields: {
    tenant: String,
    name: String,
    plan: String,
    at: Number,
    since: Number,
    cursor: String,
    passes: Number,
    leaseUntil: Number,
    rev: Number,
  },
  indexes: [{ name: 'tenant', key: { tenant: 1 } }],
});

/** The places a run took under the caps of its journey. `_id` is tenant and run. */
export type PlacesDoc = HolderDoc & {
  /** Tenant, journey, window and number of each place: its claims. */
  readonly places?: readonly string[];
  /** When all its windows are over; absent while one never is. */
  readonly expiresAt?: Date;
};

export const placesSchema = defineSchema<PlacesDoc>({
  collection: 'entryPlaces',
  sharding: byId,
  person: nobody('Numbers under the opaque id of a run.'),
  fields: {
    places: { type: [String], default: undefined },
    by: String,
    draftAt: Date,
    expiresAt: Date,
  },
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true }, draftsExpire],
});

/** Hands out the numbers of the places of a window. `_id` is tenant, journey and window. */
export type PlaceCounterDoc = {
  readonly _id: string;
  /** How many numbers were handed out. */
  readonly next: number;
  /** The maximum up to which all places are known to be taken. */
  readonly full?: number;
  readonly expiresAt?: Date;
};

export const placeCounterSchema = defineSchema<PlaceCounterDoc>({
  collection: 'entryPlaceCounters',
  sharding: whole('A counter a window.'),
  person: nobody('It only counts.'),
  fields: { next: Number, full: Number, expiresAt: Date },
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true }],
});

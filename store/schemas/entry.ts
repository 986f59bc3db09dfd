import type { EntryJob } from '../../activities/ports/entries.ts';
import { defineSchema } from './define.ts';

/** Work that enters many people. `_id` is tenant and name. */
export type EntryJobDoc = EntryJob & { readonly _id: string };

export const entryJobSchema = defineSchema<EntryJobDoc>({
  collection: 'entryJobs',
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
export type PlacesDoc = {
  readonly _id: string;
  /** Tenant, journey, window and number of each place; each is taken once. */
  readonly places: readonly string[];
  /** When all its windows are over; absent while one never is. */
  readonly expiresAt?: Date;
};

export const placesSchema = defineSchema<PlacesDoc>({
  collection: 'entryPlaces',
  fields: { places: [String], expiresAt: Date },
  indexes: [
    { name: 'places', key: { places: 1 }, unique: true },
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true },
  ],
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
  fields: { next: Number, full: Number, expiresAt: Date },
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true }],
});

import type { Order } from '../../domain/profiles/orders.ts';
import type { Pressure, Profile } from '../../domain/profiles/profile.ts';

/** A profile with the revision every write has to name. */
export type ProfileRow = Profile & { readonly rev: number };

/** Profiles; every identity belongs to at most one of them (a unique index holds that). */
export type ProfileStore = {
  readonly get: (input: { tenant: string; profileId: string }) => Promise<ProfileRow | undefined>;
  /** The profiles that have at least one of the identities. */
  readonly withIds: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly ProfileRow[]>;
  /** `conflict` when one of the identities was taken in between. */
  readonly insert: (profile: Profile) => Promise<'inserted' | 'conflict'>;
  /** Writes the whole profile if nobody else wrote since `rev`, or took one of its identities. */
  readonly replace: (input: { profile: Profile; rev: number }) => Promise<'replaced' | 'conflict'>;
  /** Adds one message to the pressure if the profile is still at `rev`. */
  readonly press: (input: {
    tenant: string;
    profileId: string;
    rev: number;
    pressure: Pressure;
    keepFrom: number;
  }) => Promise<'pressed' | 'conflict'>;
  readonly unpress: (input: { tenant: string; profileId: string; id: string }) => Promise<void>;
  /** Takes items out of the outbox; changes nothing else, and not the revision. */
  readonly clearOutbox: (input: {
    tenant: string;
    profileId: string;
    ids: readonly string[];
  }) => Promise<void>;
  /** Profiles whose segments may have changed by time alone, by then. */
  readonly dueForRecheck: (input: {
    tenant: string;
    now: number;
    limit: number;
  }) => Promise<readonly ProfileRow[]>;
};

/** Orders as the events tell them; unique by tenant and order id. */
export type OrderStore = {
  /** Joins a change into the order (see `mergeOrder`), atomically, in any order of arrival. */
  readonly change: (input: { tenant: string; profileId: string; order: Order }) => Promise<void>;
  readonly of: (input: { tenant: string; profileId: string }) => Promise<readonly Order[]>;
  readonly get: (input: {
    tenant: string;
    orderId: string;
  }) => Promise<(Order & { readonly profileId: string }) | undefined>;
  readonly reassign: (input: { tenant: string; from: string; to: string }) => Promise<void>;
};

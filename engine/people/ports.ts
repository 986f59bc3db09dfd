import type { Order } from '../../domain/orders/orders.ts';
import type { Pressure, Profile } from '../../domain/profiles/profile.ts';

/** A profile with the revision every write has to name. */
export type ProfileRow = Profile & { readonly rev: number };

/** Somebody whom the search found: of their traits those that a name is made of. */
export type FoundPerson = Pick<Profile, 'id' | 'ids' | 'traits' | 'lastSeenAt'>;

/**
 * Profiles; every identity belongs to at most one of them. Anyone who writes a profile says by `ids` which it has: what is new
 * there is claimed before the write, what is gone is let go after it, or follows `mergedInto`.
 */
export type ProfileStore = {
  readonly get: (input: { tenant: string; profileId: string }) => Promise<ProfileRow | undefined>;
  /** The profiles that have at least one of the identities; one that was merged leads to the one that stayed. */
  readonly withIds: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly ProfileRow[]>;
  /** `conflict` when one of the identities is somebody else's, or the profile is there; nothing has changed then. */
  readonly insert: (profile: Profile) => Promise<'inserted' | 'conflict'>;
  /** Writes the whole profile if nobody else wrote since `rev`, or took one of its identities. */
  readonly replace: (input: { profile: Profile; rev: number }) => Promise<'replaced' | 'conflict'>;
  /** Adds one message to the pressure if the profile is still at `rev`. */
  readonly reserveCap: (input: {
    tenant: string;
    profileId: string;
    rev: number;
    pressure: Pressure;
    keepFrom: number;
  }) => Promise<'reserved' | 'conflict'>;
  readonly releaseCap: (input: { tenant: string; profileId: string; id: string }) => Promise<void>;
  /** Takes items out of the outbox; changes nothing else, and not the revision. */
  readonly clearOutbox: (input: {
    tenant: string;
    profileId: string;
    ids: readonly string[];
  }) => Promise<void>;
  /** The profiles that have a push device, by its id; at most 20. */
  readonly withPushDevice: (input: {
    readonly tenant: string;
    readonly device: string;
  }) => Promise<readonly ProfileRow[]>;
  /** Profiles that the search finds by words with each of these beginnings, or one of their alternatives; at most `limit`. */
  readonly found: (input: {
    readonly tenant: string;
    /** The first is looked up on the index, so it is the one that fewest have. */
    readonly begins: readonly (readonly string[])[];
    readonly limit: number;
  }) => Promise<readonly FoundPerson[]>;
  /** Profiles whose segments may have changed by time alone, by then. */
  readonly dueForRecheck: (input: {
    tenant: string;
    now: number;
    limit: number;
  }) => Promise<readonly ProfileRow[]>;
};

/** An order and whose it is. `isClaimed`: its purchase has named the person, and no other event moves it. */
export type OrderRow = Order & { readonly profileId: string; readonly isClaimed: boolean };

/** Orders as the events tell them; unique by tenant and order id. */
export type OrderStore = {
  /**
   * Joins a change into the order (see `mergeOrder`), atomically, in any order of arrival. The order is of the person its
   * first purchase (`placedAt`) names; until then of the person whom the first event about it names.
   */
  readonly change: (input: { tenant: string; profileId: string; order: Order }) => Promise<void>;
  readonly of: (input: { tenant: string; profileId: string }) => Promise<readonly Order[]>;
  readonly get: (input: { tenant: string; orderId: string }) => Promise<OrderRow | undefined>;
  /** Gives those of these orders that are of one person to another, as a split does. */
  readonly give: (input: {
    tenant: string;
    orderIds: readonly string[];
    from: string;
    to: string;
  }) => Promise<void>;
};

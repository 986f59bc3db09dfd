import type { TraitsSeen } from '../../domain/dry-run/unset-traits.ts';
import type { Coupon } from '../offers/ports.ts';
import type { EventRow } from '../events/ports.ts';

type Happened = {
  readonly tenant: string;
  /** Names of events. */
  readonly names: readonly string[];
  /** Of `Segment Joined` and `Segment Left`, only those of this segment. */
  readonly segment?: string;
  /** Of `Journey Entry Requested`, only those for this journey. */
  readonly journey: string;
  /** When they came: epoch milliseconds, `until` not included. */
  readonly from: number;
  readonly until: number;
};

/** Events that came: of these names or of all, in a time (epoch milliseconds, `until` not included) or ever. */
type Came = {
  readonly tenant: string;
  readonly names?: readonly string[];
  readonly from?: number;
  readonly until?: number;
};

/** What dry runs read of many people: nothing is ever written through this. */
export type DryRunReads = {
  /** Ids of those who did one of these, in order, strictly behind `after`. */
  readonly peopleWho: (input: Happened & { after?: string; limit: number }) => Promise<readonly string[]>;
  readonly countPeopleWho: (input: Happened) => Promise<number>;
  /** Ids of everybody, in order, strictly behind `after`. */
  readonly everybody: (input: {
    tenant: string;
    after?: string;
    limit: number;
  }) => Promise<readonly string[]>;
  readonly countEverybody: (input: { tenant: string }) => Promise<number>;
  /** Events of one person, as they came, the first first: of these names, or of all; the latest `limit` of them. */
  readonly eventsOf: (input: {
    tenant: string;
    profileId: string;
    names?: readonly string[];
    from: number;
    until: number;
    limit: number;
  }) => Promise<readonly EventRow[]>;
  /** The journey and step of each message of these that there is. */
  readonly messageSteps: (input: {
    tenant: string;
    ids: readonly string[];
  }) => Promise<ReadonlyMap<string, { readonly journey: string; readonly step: string }>>;
  /** Coupons of an offer these people were given. */
  readonly coupons: (input: {
    tenant: string;
    profileIds: readonly string[];
    offers: readonly string[];
  }) => Promise<readonly Coupon[]>;
  /** How many coupons of an offer were given out, and what they cost at most, in minor units. */
  readonly spent: (input: {
    tenant: string;
    offer: string;
  }) => Promise<{ readonly count: number; readonly worth: number }>;
  /** Runs these people had in a journey: for each key the latest. */
  readonly runsOf: (input: { tenant: string; journey: string; profileIds: readonly string[] }) => Promise<
    readonly {
      readonly profileId: string;
      readonly entryKey: string;
      readonly enteredAt: number;
      readonly isActive: boolean;
    }[]
  >;
  /** Of these people, how many entered each journey since then. */
  readonly journeysOf: (input: {
    tenant: string;
    profileIds: readonly string[];
    since: number;
  }) => Promise<ReadonlyMap<string, number>>;
  /** How many people speak each language, by the trait `locale` or `language`, of at most `limit` people. */
  readonly languages: (input: { tenant: string; limit: number }) => Promise<ReadonlyMap<string, number>>;
  /** How many of at most `limit` people have each trait. */
  readonly traits: (input: { tenant: string; limit: number }) => Promise<TraitsSeen>;
  /** The latest events that came, newest first. */
  readonly latestEvents: (input: Came & { limit: number }) => Promise<readonly EventRow[]>;
  /** How many of them there are. */
  readonly countEvents: (input: Came) => Promise<number>;
};

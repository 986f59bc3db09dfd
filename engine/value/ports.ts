import type { Profile } from '../../domain/profiles/profile.ts';
import type { Measures } from '../../domain/value/figures.ts';
import type { Basis } from '../../domain/value/measure.ts';

/** People by RFM group. */
export type GroupCounts = Readonly<Record<string, number>>;

/** A walk over all buyers that brings their figures up to date. */
export type Pass = {
  /** The last buyer that was dealt with. */
  readonly after?: string;
  readonly groups: GroupCounts;
  /** Buyers with a prediction so far. */
  readonly predicted: number;
  readonly changed: number;
};

/** What the customers of a tenant are measured against, as it was worked out last. */
export type ValueState = {
  readonly tenant: string;
  /** The local day it is of, and the instant (the tenant's time) at which it was worked out. */
  readonly day: string;
  readonly at: number;
  /** People with an order, in the tenant's currency. */
  readonly buyers: number;
  readonly basis: Basis;
  readonly measures: Measures;
  /** Of the last walk that came to its end. */
  readonly groups: GroupCounts;
  readonly predicted: number;
  readonly changed: number;
  /** The walk that is under way. */
  readonly pass?: Pass;
};

/** Somebody with an order, as far as their figures are concerned. */
export type BuyerRow = Pick<Profile, 'id' | 'computed' | 'predictions' | 'restricted'>;

/** What somebody with an order bought in sum. */
export type BoughtRow = Pick<Profile, 'restricted'> & {
  readonly computed: Pick<Profile['computed'], 'orders' | 'revenue' | 'lastOrderAt' | 'categories'>;
};

/** Who works on a tenant's measures, so that no two processes do. */
export type ValueLease = { readonly tenant: string; readonly token: string };

export type ValueStore = {
  readonly get: (tenant: string) => Promise<ValueState | undefined>;
  /** Takes the lease until an instant of real time; undefined while somebody else has it. */
  readonly take: (input: {
    tenant: string;
    token: string;
    systemTime: number;
    until: number;
  }) => Promise<ValueLease | undefined>;
  readonly release: (lease: ValueLease) => Promise<void>;
  /** Keeps the lease for longer; false when it was lost. */
  readonly renew: (input: { lease: ValueLease; until: number }) => Promise<boolean>;
  /** Writes the state while the lease stands; false when it was lost. */
  readonly save: (input: { lease: ValueLease; state: ValueState }) => Promise<boolean>;
  /** What of people with an order tells groups of them apart, the first in the order of their ids. */
  readonly buyerFacts: (input: { tenant: string; limit: number }) => Promise<readonly BoughtRow[]>;
  /** People with an order, by id, strictly behind `after`. */
  readonly buyers: (input: {
    tenant: string;
    after: string | undefined;
    limit: number;
  }) => Promise<readonly BuyerRow[]>;
};

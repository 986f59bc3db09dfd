import type { TripNumbers } from '../../domain/guards/trip.ts';

/** What a message of a journey came to that its guards count. */
export type Mark = 'bounce' | 'complaint';

type Of = { readonly tenant: string; readonly journey: string };
type Stretch = Of & { readonly from: number };

/** What happened in a journey from an instant on, counted no further than `limit`. All by index. */
export type GuardCounts = {
  /**
   * Messages planned since then that bounced for good or drew a complaint: how many, and when the oldest of those
   * that were counted was planned. The newest are counted first.
   */
  readonly marked: (
    input: Stretch & { mark: Mark; limit: number },
  ) => Promise<{ readonly count: number; readonly oldest: number | undefined }>;
  /** Messages planned since then that were accepted, or also those that were refused. */
  readonly messages: (
    input: Stretch & { statuses: readonly ('accepted' | 'rejected')[]; limit: number },
  ) => Promise<number>;
  /** Rows of the ledger of these kinds. */
  readonly decided: (
    input: Stretch & { kinds: readonly ('sent' | 'acted' | 'failed')[]; limit: number },
  ) => Promise<number>;
  /** Runs that entered since then and before `to`. */
  readonly entered: (input: Stretch & { to: number; limit: number }) => Promise<number>;
  /** When the first run there is entered. */
  readonly firstEntry: (input: Of) => Promise<number | undefined>;
};

/** A journey that was stopped by a guard. Its id is the id of the freeze. */
export type Trip = Of & {
  readonly id: string;
  /** When, on the tenant's clock. */
  readonly at: number;
  readonly numbers: TripNumbers;
  /** Why, in plain words. */
  readonly text: string;
  /** When a person let the journey go on; what happened before no longer counts. */
  readonly resumedAt?: number;
};

/** The log of trips; unique by tenant and id. */
export type TripStore = {
  /** Adds it, or answers the one there is under its id. */
  readonly add: (trip: Trip) => Promise<Trip>;
  readonly resume: (input: { tenant: string; id: string; at: number }) => Promise<void>;
  /** The trips of a journey, newest first. */
  readonly list: (input: Of & { limit: number }) => Promise<readonly Trip[]>;
};

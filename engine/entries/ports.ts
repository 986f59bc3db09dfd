import type { CapKind, CapWindow } from '../../domain/journey/entry-caps.ts';

/** Work that enters many people, page by page: one row by name and tenant. */
export type EntryJob = {
  readonly tenant: string;
  /** `people`, `schedule:<journey>` or `present:<journey>`. */
  readonly name: string;
  /** What it was planned from; another plan means that it begins again. */
  readonly plan: string;
  /** When it is due, on the tenant's clock; absent when there is nothing left to do. */
  readonly at?: number;
  /** From when on dates count that no profile has planned yet, on the tenant's clock. */
  readonly since: number;
  /** The last person of the pages done; absent at the beginning. */
  readonly cursor?: string;
  /** How often everybody was gone through. */
  readonly passes: number;
  /** Real time until which one process has it. */
  readonly leaseUntil?: number;
  readonly rev: number;
};

export type EntryJobStore = {
  readonly of: (tenant: string) => Promise<readonly EntryJob[]>;
  /** Adds a job that is not there yet. */
  readonly add: (job: EntryJob) => Promise<'added' | 'exists'>;
  /** Writes a job if nobody wrote it since `rev`. */
  readonly save: (input: { job: EntryJob; rev: number }) => Promise<'saved' | 'conflict'>;
  readonly remove: (input: { tenant: string; name: string; rev: number }) => Promise<void>;
};

/** The places people take under the caps of a journey. */
export type PlaceStore = {
  /**
   * Takes one place in each window for a run, all or none, never more than `max` of a window, also when many ask at
   * once. The same run again has the same places. They are not given back: they belong to the run, which a
   * repeat after a crash carries on.
   */
  readonly take: (input: {
    tenant: string;
    journey: string;
    run: string;
    windows: readonly CapWindow[];
  }) => Promise<{ readonly kind: 'taken' } | { readonly kind: 'full'; readonly cap: CapKind }>;
  /** Gives the places of a run back, for good: it can take none again. Repeating it changes nothing. */
  readonly release: (input: {
    tenant: string;
    journey: string;
    run: string;
    windows: readonly CapWindow[];
  }) => Promise<void>;
};

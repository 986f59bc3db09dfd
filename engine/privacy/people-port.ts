import type { Traces } from '../../domain/privacy/traces.ts';

export type Removed = Readonly<Record<string, number>>;

/** What is done to everything that is kept of a person; each collection declares its part. */
export type PeopleStore = {
  /** The profiles of a person: those that were merged into one, and into those, with itself last. */
  readonly family: (input: { tenant: string; profileId: string }) => Promise<readonly string[]>;
  /**
   * Removes everything of the profiles; answers how many documents of which collection. Repeatable, and to be repeated
   * when it failed: the profiles go last.
   */
  readonly erase: (input: {
    tenant: string;
    profileIds: readonly string[];
    traces: Traces;
  }) => Promise<Removed>;
  /**
   * Documents that are kept of the profiles, at most `limit` from a place on; `next` where it goes on. The places are
   * those of this version of the engine.
   */
  readonly export: (input: {
    tenant: string;
    profileIds: readonly string[];
    from: { readonly collection: number; readonly skip: number };
    limit: number;
  }) => Promise<{
    readonly rows: readonly {
      readonly collection: string;
      readonly row: Readonly<Record<string, unknown>>;
    }[];
    readonly next?: { readonly collection: number; readonly skip: number };
  }>;
  /** Gives everything of one profile to another, but for the profile itself; repeatable. */
  readonly merge: (input: { tenant: string; from: string; to: string }) => Promise<void>;
  /**
   * Undoes that: what came from a profile of `family` goes back to `to`, the one of them that was merged. What both took part
   * in (experiments) stays. Repeatable.
   */
  readonly split: (input: {
    tenant: string;
    from: string;
    to: string;
    family: readonly string[];
  }) => Promise<void>;
};

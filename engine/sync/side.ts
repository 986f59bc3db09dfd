import type { JsonObject } from '../../domain/json.ts';
import type { OurSide, PairPlan } from '../../domain/sync/plan-pair.ts';
import type { SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { ReadRow } from '../../plugins/runtime/sync.ts';
import type { Link, OurPlace } from './ports.ts';

/** One of ours, as a sync sees it. */
export type OurRow = {
  readonly id: string;
  readonly side: OurSide;
  /** What it is found there by; undefined when it has no such value. */
  readonly match: string | undefined;
  /** Whether it may be made there, if it is not there yet. */
  readonly mayGoOut: boolean;
  /** The id of theirs that it names itself. */
  readonly theirs: string | undefined;
  /** Where it stands in the list of what changed. */
  readonly changedAt: number;
  /** Whom the record is about. */
  readonly person?: string | undefined;
  /** It was deleted here. */
  readonly isDeleted?: boolean;
};

/** What is to be done on our side about one of theirs. */
export type InWrite = {
  readonly theirs: ReadRow;
  readonly ours: OurRow | undefined;
  readonly plan: PairPlan;
};

/** What came of it: which of ours it is, as far as that is known by now. */
export type InResult =
  | { readonly kind: 'done'; readonly id: string | undefined }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export type SideInput = {
  readonly tenant: string;
  readonly sync: string;
  readonly settings: SyncSettings;
  readonly now: number;
  /** What comes in is history, and starts nothing. */
  readonly isHistory: boolean;
};

/** Our side of a sync. */
export type Side = {
  /** The settings as this side reads values: fields are compared by their own types, where nothing else is said. */
  readonly settled: (input: {
    readonly tenant: string;
    readonly settings: SyncSettings;
  }) => Promise<SyncSettings>;
  /** How a link names one of ours. */
  readonly linked: (id: string) => Pick<Link, 'profileId' | 'record'>;
  readonly changed: (input: SideInput & { after: OurPlace; limit: number }) => Promise<readonly OurRow[]>;
  readonly all: (
    input: SideInput & { after: string | undefined; limit: number },
  ) => Promise<readonly OurRow[]>;
  readonly byIds: (input: SideInput & { ids: readonly string[] }) => Promise<readonly OurRow[]>;
  /** Which of ours these are, by their id there or the value by which both are matched. */
  readonly found: (input: SideInput & { rows: readonly ReadRow[] }) => Promise<ReadonlyMap<string, OurRow>>;
  /** Brings in what was decided; one result for each, in their order. */
  readonly write: (input: SideInput & { writes: readonly InWrite[] }) => Promise<readonly InResult[]>;
  /** Of records whose person was erased: what has to be emptied there, by their ids. */
  readonly erased: (
    input: SideInput & { ids: readonly string[] },
  ) => Promise<ReadonlyMap<string, JsonObject>>;
  /** Deletes ours, since theirs were. */
  readonly remove: (input: SideInput & { ids: readonly string[] }) => Promise<void>;
};

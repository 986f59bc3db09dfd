import type { FieldState } from '../../domain/sync/plan-pair.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Cursor } from '../../plugins/contract/inbound/poll.ts';

type Named = { readonly tenant: string; readonly sync: string };

/** What a round does next: what was left, what changed there, everybody here once, what changed here. */
export const syncStages = ['retry', 'in', 'all', 'out'] as const;
export type SyncStage = (typeof syncStages)[number];

/** A place in a list of ours: a time and an id, or an id alone. */
export type OurPlace = { readonly at: number; readonly id: string };

/** How often a sync did what since it began. */
export type SyncCounts = {
  readonly rows: number;
  readonly in: number;
  readonly out: number;
  readonly created: number;
  readonly removed: number;
};

/** Where a sync stands. Instants on the tenant's clock, epoch milliseconds. */
export type SyncState = Named & {
  /** What it was set up as; another set-up goes through everything again. */
  readonly shape: string;
  readonly stage: SyncStage;
  /** It goes through everything for the first time, or again because somebody asked for it. */
  readonly isFirst: boolean;
  readonly cursor?: Cursor;
  readonly allAfter?: string;
  readonly outAfter?: OurPlace;
  /** When the round began. */
  readonly roundAt: number;
  readonly due: number;
  readonly isPaused: boolean;
  readonly failures: number;
  readonly error?: string;
  readonly counts: SyncCounts;
};

export type SyncStore = {
  /** Takes the sync if it is due by `now`, until `lease` in real time; undefined when it is not, or another process has it. */
  readonly take: (
    input: Named & { shape: string; now: number; systemTime: number; lease: number; token: string },
  ) => Promise<SyncState | undefined>;
  /** Keeps it until `until`, while a step goes on; `lost` when it is another's by now. */
  readonly renew: (input: Named & { token: string; until: number }) => Promise<'renewed' | 'lost'>;
  /** Writes where it stands and lets go of it. False when the lease is another's by now. */
  readonly put: (input: { state: SyncState; token: string }) => Promise<boolean>;
  readonly get: (input: Named) => Promise<SyncState | undefined>;
  /** Changes what people may change, also of a sync that has not begun; the process that takes it next does it. */
  readonly steer: (
    input: Named & {
      now: number;
      change: { due?: number; isPaused?: boolean; shape?: string };
    },
  ) => Promise<SyncState>;
};

/** One of theirs and the one of ours that is the same. */
export type Link = Named & {
  /** The id there. */
  readonly theirs: string;
  /** The person it is, or whom the record is about. */
  readonly profileId?: string;
  readonly record?: string;
  readonly states: ReadonlyMap<string, FieldState>;
  readonly since: number;
  /** It is gone on one side, and is not made again. */
  readonly gone?: 'there' | 'here';
};

export type LinkStore = {
  readonly byTheirs: (input: Named & { ids: readonly string[] }) => Promise<readonly Link[]>;
  /** Links of profiles or records. */
  readonly byOurs: (input: Named & { ids: readonly string[] }) => Promise<readonly Link[]>;
  readonly save: (links: readonly Link[]) => Promise<void>;
  /** Links of people who were erased, whose record there is to be removed. */
  readonly toErase: (input: Named & { limit: number }) => Promise<readonly Link[]>;
  readonly erased: (input: Named & { theirs: string }) => Promise<void>;
  readonly drop: (input: Named & { theirs: string }) => Promise<void>;
  readonly count: (input: Named) => Promise<number>;
};

/** Something that a person has to look at, or that is tried again. */
export type Issue = Named & {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly theirs?: string;
  readonly profileId?: string;
  readonly record?: string;
  readonly attempts: number;
  readonly firstAt: number;
  readonly at: number;
  /** When it is tried again by itself. */
  readonly due?: number;
  /** What a person decided a conflict by. */
  readonly take?: 'ours' | 'theirs';
};

export type IssueStore = {
  /** Notes an issue, or that it is there still. */
  readonly note: (issue: Omit<Issue, 'id' | 'attempts' | 'firstAt'>) => Promise<void>;
  /** Forgets the issues of one pair. */
  readonly clear: (input: Named & { theirs?: string; ours?: string }) => Promise<void>;
  readonly due: (input: Named & { now: number; limit: number }) => Promise<readonly Issue[]>;
  readonly list: (
    input: Named & { after?: { at: number; id: string }; limit: number },
  ) => Promise<readonly Issue[]>;
  /** Makes one, or all, due; answers how many. `take`: whose values count where both changed. */
  readonly retry: (input: Named & { id?: string; now: number; take?: 'ours' | 'theirs' }) => Promise<number>;
  readonly drop: (input: { tenant: string; id: string }) => Promise<void>;
  readonly count: (input: Named) => Promise<number>;
};

/** People as a sync goes through them. */
export type SyncPeople = {
  /** Those with a reason to look at them from then on, the earliest first. */
  readonly changed: (input: {
    tenant: string;
    after: OurPlace;
    limit: number;
  }) => Promise<readonly Profile[]>;
  /** Those of these ids who are there. */
  readonly some: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly Profile[]>;
  /** All, by id. */
  readonly all: (input: {
    tenant: string;
    after: string | undefined;
    limit: number;
  }) => Promise<readonly Profile[]>;
};

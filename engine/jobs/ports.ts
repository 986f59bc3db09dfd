import type { Selection } from '../../domain/jobs/selection.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';

/** Where a job is among the runs of its journey, oldest entry first. */
export type RunPlace = { readonly enteredAt: number; readonly id: string };

export type JobState = 'queued' | 'running' | 'done' | 'cancelled';

/** Somebody a job could not deal with. */
export type JobTrouble = { readonly run: string; readonly message: string };

/** One operation on many people. Times are the tenant's, but for `due`, which is real time. */
export type Job = {
  readonly id: string;
  readonly tenant: string;
  readonly journey: string;
  readonly action: JobAction;
  readonly who: Selection;
  /** Not those on this version: they are where a migration goes. */
  readonly otherThan?: number;
  /** People per second at most. */
  readonly rate: number;
  readonly state: JobState;
  /** How many there were to deal with when it was asked for. */
  readonly total: number;
  readonly done: number;
  /** Those for whom there was nothing to do any more. */
  readonly passed: number;
  readonly failed: number;
  readonly troubles: readonly JobTrouble[];
  /** The runs being dealt with: written before the first of them is touched. */
  readonly page: readonly string[];
  /** Where the page after it begins: behind a run, at the start, or nowhere. */
  readonly next: 'start' | 'end' | RunPlace;
  /** Failed attempts at this page. */
  readonly attempts: number;
  /** How often it has gone through everybody. */
  readonly looks: number;
  /** Goes through everybody a second time, for those who came in by a process that had not heard yet. */
  readonly twice: boolean;
  readonly createdAt: number;
  readonly createdWall: number;
  readonly endedAt?: number;
};

/** A job in the hands of a process. */
export type TakenJob = Job & { readonly lease: string };

export type JobProgress = Partial<
  Pick<Job, 'page' | 'next' | 'attempts' | 'looks' | 'endedAt'> & { state: 'running' | 'done' }
> & {
  /** Counted up by so many. */
  readonly done?: number;
  readonly passed?: number;
  readonly failed?: number;
  readonly troubles?: readonly JobTrouble[];
};

export type JobStore = {
  readonly add: (input: { job: Job; due: number }) => Promise<'added' | 'exists'>;
  readonly get: (input: { tenant: string; id: string }) => Promise<Job | undefined>;
  /** Newest first, by `createdAt`, then `id`; strictly behind `after`. */
  readonly list: (input: {
    tenant: string;
    journey?: string;
    state?: JobState;
    limit: number;
    after?: { readonly at: number; readonly id: string };
  }) => Promise<readonly Job[]>;
  /** Takes over jobs whose time has come, each leased until `lease`. */
  readonly takeDue: (input: {
    systemTime: number;
    lease: number;
    limit: number;
  }) => Promise<readonly TakenJob[]>;
  /**
   * Writes how far a job has come and until when it is leased, if it is still in the hands of this process and
   * nobody cancelled it; answers it as it stands, with the rate somebody may have changed.
   */
  readonly progress: (input: {
    job: TakenJob;
    progress: JobProgress;
    /** Undefined: it is over. */
    due: number | undefined;
  }) => Promise<TakenJob | undefined>;
  readonly cancel: (input: {
    tenant: string;
    id: string;
    at: number;
  }) => Promise<'cancelled' | 'over' | 'not-found'>;
  readonly setRate: (input: {
    tenant: string;
    id: string;
    rate: number;
  }) => Promise<'changed' | 'over' | 'not-found'>;
};

/** A run as a job looks at it. */
export type RunGlimpse = {
  readonly id: string;
  readonly profileId: string;
  readonly version: number;
  readonly step: string | null;
  readonly enteredAt: number;
  readonly isFrozen: boolean;
  /** Passages through each step. */
  readonly visits: Readonly<Record<string, number>>;
};

export type RunFilter = {
  readonly journey: string;
  readonly version?: number;
  readonly otherThan?: number;
  /** Not those who move to this version at their next step anyway. */
  readonly notBoundFor?: number;
  readonly step?: string;
  readonly enteredFrom?: number;
  readonly enteredBefore?: number;
  /** `journey`: with the whole journey. */
  readonly frozen?: 'yes' | 'no' | 'journey';
};

/** How many stand on a step of a version; null: on no step. */
export type Standing = {
  readonly version: number;
  readonly step: string | null;
  readonly runs: number;
  readonly frozen: number;
};

/** The runs of a journey that are under way. */
export type SelectionStore = {
  /** Oldest entry first, strictly behind `after`. */
  readonly page: (input: {
    tenant: string;
    filter: RunFilter;
    after?: RunPlace;
    limit: number;
  }) => Promise<readonly RunGlimpse[]>;
  readonly standing: (input: { tenant: string; filter: RunFilter }) => Promise<readonly Standing[]>;
};

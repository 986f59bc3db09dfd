import type { Selection } from '../../domain/jobs/selection.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import type { Steering } from '../../domain/jobs/steering.ts';
import type { Problem } from '../../domain/problem.ts';

export type JobState = 'queued' | 'running' | 'done' | 'cancelled';

/** An operation on many people, and how far it has come. */
export type JobView = {
  readonly id: string;
  readonly journey: string;
  readonly action: JobAction;
  readonly who: Selection;
  /** People per second at most. */
  readonly rate: number;
  readonly state: JobState;
  readonly total: number;
  readonly done: number;
  readonly passed: number;
  readonly failed: number;
  readonly troubles: readonly { readonly run: string; readonly message: string }[];
  readonly createdAt: number;
  readonly endedAt?: number;
};

/** How many stand on a step of a version; null: on no step. */
export type StandingView = {
  readonly version: number;
  readonly step: string | null;
  readonly runs: number;
  readonly frozen: number;
};

type Wish = { tenant: string; action: JobAction; who: Selection; rate?: number };

/** Operations on many people. */
export type Jobs = {
  readonly preview: (input: Wish) => Promise<{
    readonly standing: readonly StandingView[];
    readonly total: number;
    readonly problems: readonly Problem[];
  }>;
  /** The same id again is the same job. Throws `unprocessable` with every problem. */
  readonly start: (input: Wish & { id: string }) => Promise<JobView>;
  /** Brings back the workflows of all active runs, a job for each journey; the same id again is the same jobs. */
  readonly reviveAll: (input: { tenant: string; id: string; rate?: number }) => Promise<readonly JobView[]>;
  readonly get: (input: { tenant: string; id: string }) => Promise<JobView | undefined>;
  /** Newest first, by `createdAt`, then `id`; strictly behind `after`. */
  readonly list: (input: {
    tenant: string;
    journey?: string;
    state?: JobState;
    limit: number;
    after?: { readonly at: number; readonly id: string };
  }) => Promise<readonly JobView[]>;
  readonly cancel: (input: { tenant: string; id: string }) => Promise<'cancelled' | 'over' | 'not-found'>;
  readonly setRate: (input: {
    tenant: string;
    id: string;
    rate: number;
  }) => Promise<'changed' | 'over' | 'not-found'>;
};

/** Changes how a whole journey stands. Throws `not-found`, and `conflict` with the reason where it cannot be. */
export type SteerJourney = (input: {
  tenant: string;
  journey: string;
  steering: Steering;
  dryRun: boolean;
}) => Promise<{
  readonly mode: 'live' | 'paused' | 'ended';
  readonly frozen?: {
    readonly at: number;
    readonly entries: 'hold' | 'refuse';
    readonly reason?: string;
  };
  readonly job?: JobView;
  readonly people: number;
  readonly entering: number;
}>;

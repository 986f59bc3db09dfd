import type { NamedStep } from '../steps-in-order.ts';
import type { DryRunPart } from '../try-people.ts';

export const playedHow = ['dry-run', 'replay'] as const;
/** The next days with the people there are, or the last ones with what happened. */
export type PlayedHow = (typeof playedHow)[number];

export const dryRunStates = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;
export type DryRunState = (typeof dryRunStates)[number];

/** What somebody would have got in one run. Times are epoch milliseconds. */
export type ToldRun = {
  readonly key: string;
  readonly enteredAt: number;
  readonly outcome: string | null;
  readonly waitingAt: string | null;
  readonly converted: boolean;
  readonly value?: number;
  readonly messages: readonly {
    readonly at: number;
    readonly step: string;
    readonly message: string;
    readonly channel: string;
    readonly subject: string;
  }[];
};

/** Somebody who would have entered. */
export type ToldPerson = { readonly profileId: string; readonly runs: readonly ToldRun[] };

/** What was counted so far, of everybody who was played. */
export type Counted = Pick<DryRunPart, 'from' | 'until' | 'tally' | 'budgets' | 'costs' | 'playCosts'> & {
  readonly steps: readonly NamedStep[];
};

/** A dry run or replay that the engine carries on by itself, as lists show it. Times are the tenant's. */
export type DryRunLine = {
  readonly id: string;
  readonly tenant: string;
  readonly journey: string;
  readonly how: PlayedHow;
  readonly days: number;
  /** The version that is played; none for a draft. */
  readonly version?: number;
  /** Who began it: a key or a user. */
  readonly by: string;
  readonly state: DryRunState;
  /** Everybody who could enter; not known before the first part. */
  readonly total?: number;
  /** People who were played. */
  readonly people: number;
  /** Those of them who entered. */
  readonly entered: number;
  /** Why it failed. */
  readonly failure?: string;
  readonly createdAt: number;
  readonly endedAt?: number;
};

/** The same with everything it came to. */
export type KeptDryRun = DryRunLine & {
  /** The journey that is played, as JSON. */
  readonly definition: string;
  readonly counted?: Counted;
  /** The first people of a replay, one by one. */
  readonly told: readonly ToldPerson[];
  /** The last profile of the part before. */
  readonly after?: string;
  /** Failed attempts at this part. */
  readonly attempts: number;
};

/** A dry run in the hands of a process. */
export type TakenDryRun = KeptDryRun & { readonly lease: string };

export type DryRunProgress = Partial<
  Pick<
    KeptDryRun,
    'total' | 'people' | 'entered' | 'counted' | 'after' | 'attempts' | 'endedAt' | 'failure'
  > & {
    readonly state: 'running' | 'done' | 'failed';
  }
> & {
  /** Added behind those there are. */
  readonly told?: readonly ToldPerson[];
};

export type DryRunStore = {
  readonly add: (input: { dryRun: KeptDryRun; due: number }) => Promise<'added' | 'exists'>;
  readonly get: (input: { tenant: string; id: string }) => Promise<KeptDryRun | undefined>;
  /** Newest first, by `createdAt`, then `id`; strictly behind `after`. */
  readonly list: (input: {
    tenant: string;
    journey?: string;
    state?: DryRunState;
    limit: number;
    after?: { readonly at: number; readonly id: string };
  }) => Promise<readonly DryRunLine[]>;
  /** How many of a tenant have not ended. */
  readonly countUnderWay: (input: { tenant: string }) => Promise<number>;
  /** Takes over the one that has waited longest, leased until `lease`. */
  readonly takeDue: (input: { systemTime: number; lease: number }) => Promise<TakenDryRun | undefined>;
  /**
   * Writes how far a dry run has come and until when it is leased, if it is still in the hands of this process and nobody
   * cancelled it; whether it did.
   */
  readonly progress: (input: {
    dryRun: TakenDryRun;
    progress: DryRunProgress;
    /** Undefined: it is over. */
    due: number | undefined;
  }) => Promise<boolean>;
  readonly cancel: (input: {
    tenant: string;
    id: string;
    at: number;
  }) => Promise<'cancelled' | 'over' | 'not-found'>;
};

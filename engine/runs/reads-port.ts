import type { DecisionKind } from '../../domain/journey/decisions.ts';
import type { DecisionView, PageOf, RunView, StandingView } from '../../api/ports/views.ts';

/** Runs for people to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type RunReads = {
  /** By `enteredAt`, then `id`. */
  readonly runs: (
    input: PageOf & {
      tenant: string;
      journey?: string;
      version?: number;
      profileId?: string;
      status?: 'active' | 'ended';
      outcome?: string;
      step?: string;
    },
  ) => Promise<readonly RunView[]>;
  readonly run: (input: { tenant: string; id: string }) => Promise<RunView | undefined>;
};

/** The ledger for people to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type DecisionReads = {
  /** By `at`, then `n`, then `id`; of one run or of one person, in these of their runs, in these journeys and of these kinds if any are named. */
  readonly decisions: (
    input: PageOf & {
      tenant: string;
      run?: string;
      profileId?: string;
      runs?: readonly string[];
      journeys?: readonly string[];
      kinds?: readonly DecisionKind[];
    },
  ) => Promise<readonly DecisionView[]>;
  /** Of everybody, by `at`, then `n`, then `id`; `from` is included, `to` is not. */
  readonly ledger: (
    input: PageOf & {
      tenant: string;
      journey?: string;
      step?: string;
      kinds?: readonly DecisionKind[];
      reason?: string;
      from?: number;
      to?: number;
    },
  ) => Promise<readonly DecisionView[]>;
};

/** Who stands where in a journey. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type StandingReads = {
  /** Who stands on a step of a journey, of any version. By `since`, then `run`. */
  readonly standing: (
    input: PageOf & { tenant: string; journey: string; step: string },
  ) => Promise<readonly StandingView[]>;
};

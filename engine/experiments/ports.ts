import type { ArmCount } from '../../domain/experiments/compare.ts';
import type { Exposure } from '../../domain/experiments/exposure.ts';
import type { ReadOut } from '../../domain/experiments/read-out.ts';

/** An exposure with the revision every write has to name. */
export type ExposureRow = Exposure & { readonly rev: number };

/** Who took part in which experiment, in which arm; one row per person and experiment, never a second one. */
export type ExposureStore = {
  /** Adds the exposure, or answers the one that stands: the first. */
  readonly claim: (
    exposure: Exposure,
  ) => Promise<{ readonly isNew: boolean; readonly exposure: ExposureRow }>;
  readonly get: (input: { tenant: string; id: string }) => Promise<ExposureRow | undefined>;
  /** Exposures of a person that must hear of an event of this name. */
  readonly hearing: (input: {
    tenant: string;
    profileId: string;
    event: string;
  }) => Promise<readonly ExposureRow[]>;
  /** Writes the exposure if nobody else wrote since `rev`. */
  readonly replace: (input: { exposure: Exposure; rev: number }) => Promise<'replaced' | 'conflict'>;
};

/** The exposures of an experiment in sums. */
export type ExposureCounts = {
  readonly arms: readonly ArmCount[];
  /** People who are not counted: came after `upTo`, or their window is still open. */
  readonly rest: number;
  readonly mixed: number;
  /** Successes in other currencies, which are in no sum. */
  readonly leftOut: number;
  /** When the last window of those who are counted closes; 0 for nobody. */
  readonly lastUntil: number;
};

/** Sums over exposures, worked out by the database. */
export type ExposureSums = {
  /** When the n-th person came into an arm; undefined while there are fewer. */
  readonly nth: (input: {
    tenant: string;
    experiment: string;
    arm: string;
    n: number;
  }) => Promise<number | undefined>;
  /** Counts those who came up to an instant, or whose window had closed by one; money in `currency`. */
  readonly counts: (input: {
    tenant: string;
    experiment: string;
    currency: string;
    upTo?: number;
    closedBy?: number;
  }) => Promise<ExposureCounts>;
};

/** What was decided of an experiment, once and for good, with the numbers that decided it. */
export type DecidedExperiment = {
  readonly tenant: string;
  readonly experiment: string;
  readonly journey: string;
  readonly step: string;
  readonly version: number;
  /** Null: no arm won, and people are drawn as before. */
  readonly arm: string | null;
  readonly at: number;
  readonly readOut: ReadOut;
};

/** Decided experiments; the first decision stands. */
export type DecidedStore = {
  readonly get: (input: { tenant: string; experiment: string }) => Promise<DecidedExperiment | undefined>;
  readonly put: (decided: DecidedExperiment) => Promise<'stored' | 'decided-before'>;
};

import type { Result } from '../../domain/experiments/result.ts';

/** What is read of experiments and holdouts; undefined for a journey that is not in force. */
export type Results = {
  /** Every experiment of a journey, in each form it had, the published ones first. */
  readonly experiments: (input: {
    tenant: string;
    journey: string;
  }) => Promise<readonly Result[] | undefined>;
  /** The holdout of a journey, in each form it had; none is an empty list. */
  readonly lift: (input: { tenant: string; journey: string }) => Promise<readonly Result[] | undefined>;
  /** The holdout of all marketing; undefined without one. */
  readonly everything: (input: { tenant: string }) => Promise<Result | undefined>;
};

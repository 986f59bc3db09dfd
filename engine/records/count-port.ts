import type { Counted } from '../../domain/records/plan-change.ts';

/** Counts the records that publishing a changed object concerns. */
export type CountRecords = {
  /** How many records of a kind, without those that were deleted; 100,000 stands for that or more. */
  readonly count: (input: {
    readonly tenant: string;
    readonly kind: string;
    readonly count: Counted;
  }) => Promise<number>;
};

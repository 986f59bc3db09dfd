import type { DecisionRule, Metric } from './design.ts';
import type { ReadOut } from './read-out.ts';

/** What is known of an experiment or a holdout by now. Instants are epoch milliseconds. */
export type Result = {
  readonly experiment: string;
  readonly kind: 'experiment' | 'holdout' | 'all-marketing';
  readonly step: string | null;
  /** Versions of the journey that had it in this form, newest first. */
  readonly versions: readonly number[];
  /** Whether the published version has it in this form. */
  readonly isCurrent: boolean;
  readonly metric: Metric;
  readonly rule: DecisionRule;
  /** Of all money in it. */
  readonly currency: string;
  readonly asOf: number;
  readonly readOut: ReadOut;
  readonly counted: {
    /** People who took part and do not count here: they came later, or their window is open. */
    readonly rest: number;
    /** People who turned out to have been in several arms, and count in none. */
    readonly mixed: number;
    /** Successes in other currencies, which are in no sum of money. */
    readonly leftOut: number;
    /** When the window of the last who counts closes; absent while arms are not full. */
    readonly closesAt?: number;
  };
  /** Decided for good, by the numbers beside it; `arm` null: no arm won. */
  readonly decided?: { readonly arm: string | null; readonly at: number; readonly readOut: ReadOut };
};

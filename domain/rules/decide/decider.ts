import type { Because } from './because.ts';
import { compileCases } from '../compile.ts';
import type { Conditions } from '../condition-shape.ts';
import { startEvaluation } from './evaluation.ts';
import type { FactSource, FactTypes } from '../facts.ts';

export type { Because } from './because.ts';

/** Finds the first of several cases that holds for somebody. */
export type Decider = {
  /**
   * `matched` is the index of the first case that holds, null when none does; `because` every comparison that
   * was made on the way, for the ledger. Rejects only when the store behind `facts.events` does.
   */
  readonly decide: (input: {
    facts: FactSource;
  }) => Promise<{ readonly matched: number | null; readonly because: readonly Because[] }>;
};

/**
 * Makes a decider from conditions, once; it decides for any number of people, also at the same time.
 * Throws `broken-definition` when conditions are not as `checkConditions` wants them.
 */
export const createDecider = (input: { cases: readonly Conditions[]; types?: FactTypes }): Decider => {
  const compiled = compileCases(input.cases, input.types);
  return {
    decide: async ({ facts }) => {
      const evaluation = startEvaluation({ compiled, facts });
      const because: Because[] = [];
      for (const index of input.cases.keys()) {
        const { held, because: reasons } = await evaluation.evaluate(index);
        because.push(...reasons);
        if (held) return { matched: index, because };
      }
      return { matched: null, because };
    },
  };
};

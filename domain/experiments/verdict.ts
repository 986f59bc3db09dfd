import { excludesZero } from '../statistics/interval.ts';
import type { DecisionRule } from './design.ts';
import type { ArmReadOut, Comparison } from './compare.ts';

/** What may be said of an experiment, and why not more. */
export type Verdict =
  /** An arm has fewer people than the rule asks for. */
  | { readonly kind: 'too-early'; readonly arm: string; readonly people: number; readonly needed: number }
  /** There are enough people, and some of them still have time. */
  | { readonly kind: 'running' }
  | { readonly kind: 'sample-ratio-mismatch'; readonly p: number }
  | { readonly kind: 'winner'; readonly arm: string; readonly by: DecisionRule['by'] }
  | {
      readonly kind: 'no-difference';
      /** `unclear`: the intervals hold zero. `costs-revenue`: it converts more and brings less. */
      readonly because: 'unclear' | 'costs-revenue';
      readonly arm?: string;
    };

type Judged = {
  readonly arms: readonly ArmReadOut[];
  readonly comparisons: readonly Comparison[];
  readonly sampleRatio: { readonly p: number; readonly isMismatch: boolean };
  readonly rule: DecisionRule;
  readonly isOver: boolean;
};

/**
 * Judges by a horizon that is fixed before anybody takes part: nothing is said before every arm has its minimum and the
 * windows of all who count have closed. Judged once at a moment that does not depend on the outcome, a plain interval
 * holds what it promises; looked at daily until it pleases, it does not (R. Johari et al., "Peeking at A/B tests", KDD
 * 2017). With groups of the wrong size nothing may be said at all. The winner beats the control; the control wins when
 * it beats every arm. Who wins by conversion must not lose revenue.
 */
export const judge = (input: Judged): Verdict => {
  const { arms, rule } = input;
  if (input.sampleRatio.isMismatch) return { kind: 'sample-ratio-mismatch', p: input.sampleRatio.p };
  const short = arms.toSorted((a, b) => a.people - b.people)[0];
  if (short !== undefined && short.people < rule.after) {
    return { kind: 'too-early', arm: short.arm, people: short.people, needed: rule.after };
  }
  if (!input.isOver) return { kind: 'running' };
  return decide({ comparisons: input.comparisons, by: rule.by });
};

const differenceBy = (comparison: Comparison, by: DecisionRule['by']) =>
  by === 'conversion' ? comparison.conversion.difference : comparison.revenue.difference;

const decide = (input: { comparisons: readonly Comparison[]; by: DecisionRule['by'] }): Verdict => {
  const { comparisons, by } = input;
  const told = comparisons.flatMap((comparison) => {
    const difference = differenceBy(comparison, by);
    return difference !== undefined && excludesZero(difference) ? [{ comparison, difference }] : [];
  });
  const better = told
    .filter(({ difference }) => difference.low > 0)
    .toSorted((a, b) => b.difference.value - a.difference.value);
  const cheap = better.filter(({ comparison }) => (comparison.revenue.difference?.high ?? 0) >= 0);
  const [best] = cheap;
  if (best !== undefined) return { kind: 'winner', arm: best.comparison.arm, by };
  const [costly] = better;
  if (costly !== undefined) {
    return { kind: 'no-difference', because: 'costs-revenue', arm: costly.comparison.arm };
  }
  const [first] = comparisons;
  const isControlBest = first !== undefined && told.length === comparisons.length;
  return isControlBest
    ? { kind: 'winner', arm: first.against, by }
    : { kind: 'no-difference', because: 'unclear' };
};

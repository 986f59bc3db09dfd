import { sampleRatioTest } from '../statistics/sample-ratio.ts';
import {
  type ArmCount,
  type ArmReadOut,
  compare,
  type Comparison,
  emptyArm,
  type Looks,
  readArm,
} from './compare.ts';
import type { ArmDesign, DecisionRule } from './design.ts';
import { judge, type Verdict } from './verdict.ts';

export type ReadOut = {
  /** Of each interval of a comparison; shared out when several arms are compared with the control. */
  readonly confidence: number;
  readonly arms: readonly ArmReadOut[];
  readonly comparisons: readonly Comparison[];
  readonly sampleRatio: { readonly chiSquare: number; readonly p: number; readonly isMismatch: boolean };
  readonly verdict: Verdict;
};

/**
 * The confidence of each of several comparisons with one control, so that all hold together with the confidence asked
 * for: Bonferroni's (O. J. Dunn, "Multiple comparisons among means", JASA 56, 1961).
 */
const sharedConfidence = (input: { confidence: number; comparisons: number }): number =>
  1 - (1 - input.confidence) / Math.max(1, input.comparisons);

/**
 * The read-out of an experiment: each arm, each arm against the control, whether the groups are as large as they
 * should be, and what may be said. `isOver`: the windows of all who are counted have closed.
 */
export const readOut = (input: {
  arms: readonly ArmDesign[];
  counts: readonly ArmCount[];
  rule: DecisionRule;
  looks: Looks;
  isOver: boolean;
}): ReadOut => {
  const { rule, looks } = input;
  const countOf = (arm: string): ArmCount => input.counts.find((count) => count.arm === arm) ?? emptyArm(arm);
  const control = input.arms.find((arm) => arm.isControl) ?? input.arms[0];
  const others = input.arms.filter((arm) => arm !== control);
  const confidence = sharedConfidence({ confidence: rule.confidence, comparisons: others.length });
  const arms = input.arms.map((design) =>
    readArm({ design, count: countOf(design.name), confidence: rule.confidence }),
  );
  const comparisons =
    control === undefined
      ? []
      : others.map(({ name }) =>
          compare({ arm: countOf(name), control: countOf(control.name), confidence, looks }),
        );
  const sampleRatio = sampleRatioTest({
    groups: input.arms.map(({ name, share }) => ({ count: countOf(name).people, share })),
  });
  const verdict = judge({ arms, comparisons, sampleRatio, rule, isOver: input.isOver });
  return { confidence, arms, comparisons, sampleRatio, verdict };
};

import { z } from 'zod';

import { common, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { branched } from '../reduce/transitions.ts';
import { armBranches, armFields, checkArms, drawArm } from './arms.ts';
import type { StepsOf, StepType } from './step-type.ts';

export type SplitStep = {
  id: string;
  type: 'split';
  note?: string | undefined;
  arms: { name: string; weight: number; then: Step[] }[];
};

const schema = (stepsOf: StepsOf) =>
  z.strictObject({
    ...common,
    type: typeOf('split', 'Divides people at random; the same person always goes the same way.'),
    arms: z
      .array(z.strictObject(armFields(stepsOf)))
      .min(2)
      .max(20)
      .describe('The ways, with their shares.'),
  });

/** Divides people at random. */
export const split: StepType<SplitStep> = {
  type: 'split',
  schema,
  branches: armBranches,
  check: checkArms,
  goesOn: () => false,
  outcomes: (step) => step.arms.map((arm) => arm.name),
  effect: null,
  arrive: ({ context, state, step }) => {
    const branch = `arm-${drawArm({ context, step })}`;
    return { kind: 'passes', state, branch, decision: branched({ state, branch, reason: 'drawn' }) };
  },
};

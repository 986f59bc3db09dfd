import { z } from 'zod';

import type { Problem } from '../../problem.ts';
import { type Conditions, conditionsSchema } from '../../rules/conditions.ts';
import { refusal } from '../checks/check-kit.ts';
import { common, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { branchTo } from '../reduce/transitions.ts';
import { decide } from './decide.ts';
import type { StepsOf, StepType } from './step-type.ts';

export type BranchStep = {
  id: string;
  type: 'branch';
  note?: string | undefined;
  cases: { when: Conditions; then: Step[] }[];
  otherwise?: Step[] | undefined;
};

const schema = (stepsOf: StepsOf) =>
  z.strictObject({
    ...common,
    type: typeOf('branch', 'Takes the first case whose conditions hold.'),
    cases: z
      .array(
        z.strictObject({
          when: conditionsSchema.describe('When this case is taken.'),
          then: stepsOf('The steps to take when it holds.'),
        }),
      )
      .min(1)
      .max(20)
      .describe('Looked at in order; the first that holds is taken.'),
    otherwise: stepsOf('The steps to take when no case holds.').optional(),
  });

const check = (input: { step: BranchStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const seen: string[] = [];
  return step.cases.flatMap(({ when }, index): Problem[] => {
    const text = JSON.stringify(when);
    const before = seen.indexOf(text);
    seen.push(text);
    if (before === -1) return [];
    const message = `Case ${index + 1} asks what case ${before + 1} asked already, so it is never taken.`;
    const at = `${path}.cases[${index}].when`;
    return [
      refusal({ code: 'unreachable-step', step: step.id, path: at, message, hint: 'Remove one of the two.' }),
    ];
  });
};

/** Takes the first case whose conditions hold. */
export const branch: StepType<BranchStep> = {
  type: 'branch',
  schema,
  branches: (step) => [
    ...step.cases.map((c, i) => ({ name: `case-${i}`, steps: c.then, field: `cases[${i}].then` })),
    { name: 'otherwise', steps: step.otherwise ?? [], field: 'otherwise' },
  ],
  conditions: (step) =>
    step.cases.map(({ when }, index) => ({ conditions: when, field: `cases[${index}].when` })),
  check,
  goesOn: () => false,
  effect: 'decide',
  traceless: true,
  result: ({ context, state, result }) => {
    if (result.kind !== 'decided') return undefined;
    const name = result.case === null ? 'otherwise' : `case-${result.case}`;
    return branchTo({ context, state, branch: name, reason: name, because: result.because });
  },
  perform: decide,
};

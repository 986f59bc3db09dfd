import { z } from 'zod';

import { isJsonObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { durationSchema } from '../../time/duration.ts';
import { refusal } from '../checks/check-kit.ts';
import { withResult } from '../reduce/run-state.ts';
import { common, eventNameSchema, pathSchema, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { ask, branchTo } from '../reduce/transitions.ts';
import { armBranches, armFields, checkArms, drawArm } from './arms.ts';
import type { StepsOf, StepType } from './step-type.ts';
import { resulted } from './step-work.ts';

export type ExperimentStep = {
  id: string;
  type: 'experiment';
  note?: string | undefined;
  arms: { name: string; weight: number; control?: boolean | undefined; then: Step[] }[];
  metric: { on: string; within: string; value?: string | undefined };
  winner?:
    | { after: number; confidence?: number | undefined; by?: 'conversion' | 'revenue' | undefined }
    | undefined;
};

const schema = (stepsOf: StepsOf) =>
  z.strictObject({
    ...common,
    type: typeOf('experiment', 'Divides people at random and measures which way does better.'),
    arms: z
      .array(
        z.strictObject({
          ...armFields(stepsOf),
          control: z.boolean().optional().describe('The arm the others are measured against.'),
        }),
      )
      .min(2)
      .max(10)
      .describe('The ways, one of them the control.'),
    metric: z
      .strictObject({
        on: eventNameSchema,
        within: durationSchema.describe('The window, from the moment of exposure.'),
        value: pathSchema.optional().describe('Where the event says what it is worth.'),
      })
      .describe('What counts as success. Fixed when the version is published.'),
    winner: z
      .strictObject({
        after: z.number().int().min(100).describe('People per arm before a winner may be named.'),
        confidence: z.number().min(0.8).max(0.999).optional().describe('0.95 by default.'),
        by: z
          .enum(['conversion', 'revenue'])
          .optional()
          .describe('What the winner is better in: `conversion` by default. It must not cost revenue.'),
      })
      .optional()
      .describe('Send everybody to the winning arm once it has won by this rule.'),
  });

const checkControl = (input: { step: ExperimentStep; path: string }): readonly Problem[] => {
  const { step, path } = input;
  const controls = step.arms.filter((arm) => arm.control === true).length;
  if (controls === 1) return [];
  return [
    refusal({
      code: 'one-control',
      step: step.id,
      path: `${path}.arms`,
      message: controls === 0 ? 'No arm is the control.' : `${controls} arms are the control.`,
      hint: 'Write `"control": true` on the one arm the others are measured against.',
    }),
  ];
};

/** Divides people at random and measures which way does better. */
export const experiment: StepType<ExperimentStep> = {
  type: 'experiment',
  schema,
  branches: armBranches,
  eventNames: (step) => [{ name: step.metric.on, field: 'metric.on' }],
  gives: ['arm'],
  check: (placed) => [...checkArms(placed), ...checkControl(placed)],
  goesOn: () => false,
  outcomes: (step) => step.arms.map((arm) => arm.name),
  effect: 'expose',
  arrive: ({ context, state, step }) =>
    ask({ context, state, effect: { kind: 'expose', arm: drawArm({ context, step }) } }),
  result: ({ context, state, step, result }) => {
    if (result.kind !== 'done') return undefined;
    const said = isJsonObject(result.output) ? result.output : {};
    const arm = typeof said['arm'] === 'string' ? said['arm'] : 'none';
    return branchTo({
      context,
      state: withResult({ state, step: step.id, output: result.output }),
      branch: `arm-${arm}`,
      // An experiment that is decided sends everybody who is new to the arm that won.
      reason: said['decided'] === true ? 'winner' : 'exposed',
    });
  },
  perform: async ({ effect, ports }) => {
    const { arm, isDecided } = await ports.expose(effect.arm ?? '');
    return resulted({ kind: 'done', output: { arm, ...(isDecided ? { decided: true } : {}) } });
  },
};

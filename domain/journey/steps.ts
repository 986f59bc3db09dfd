import { z } from 'zod';

import { conditionsSchema, type Conditions } from '../rules/conditions.ts';
import { durationSchema } from '../time/duration.ts';
import {
  actionStepSchema,
  enrolStepSchema,
  type EnrolStep,
  exitStepSchema,
  type ExitStep,
  offerStepSchema,
  pointsStepSchema,
  type PointsStep,
  recommendStepSchema,
  scoreStepSchema,
  type ScoreStep,
  sendStepSchema,
  taskStepSchema,
  type TaskStep,
  updateStepSchema,
  type UpdateStep,
  waitStepSchema,
  type WaitStep,
} from './leaf-steps.ts';
import {
  common,
  eventNameSchema,
  keySchema,
  type Match,
  matchSchema,
  pathSchema,
  typeOf,
} from './step-fields.ts';

export { type Match, matchSchema, pathSchema } from './step-fields.ts';
export type { TaskStep, UpdateStep, WaitStep } from './leaf-steps.ts';

/** A send, with the steps to take when it finally fails. */
export type SendStep = z.infer<typeof sendStepSchema> & { onFailure?: Step[] | undefined };
/** An offer, with the steps to take when its budget is used up. */
export type OfferStep = z.infer<typeof offerStepSchema> & { otherwise?: Step[] | undefined };
/** A product that goes with those at hand and is not owned yet, with the steps to take when there is none. */
export type RecommendStep = z.infer<typeof recommendStepSchema> & { otherwise?: Step[] | undefined };
export type ActionStep = z.infer<typeof actionStepSchema> & { onFailure?: Step[] | undefined };
export type WaitForStep = {
  id: string;
  type: 'wait-for';
  note?: string | undefined;
  timeout: string;
  resets?: boolean | undefined;
  events: {
    on: string;
    where?: Conditions | undefined;
    match?: Match | undefined;
    then: Step[];
  }[];
  otherwise?: Step[] | undefined;
};
export type BranchStep = {
  id: string;
  type: 'branch';
  note?: string | undefined;
  cases: { when: Conditions; then: Step[] }[];
  otherwise?: Step[] | undefined;
};
export type SplitStep = {
  id: string;
  type: 'split';
  note?: string | undefined;
  arms: { name: string; weight: number; then: Step[] }[];
};
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
export type RepeatStep = {
  id: string;
  type: 'repeat';
  note?: string | undefined;
  atMost: number;
  while?: Conditions | undefined;
  steps: Step[];
};

/** A step of a journey, as a marketer writes it. */
export type Step =
  | WaitStep
  | WaitForStep
  | SendStep
  | BranchStep
  | SplitStep
  | ExperimentStep
  | UpdateStep
  | ScoreStep
  | PointsStep
  | OfferStep
  | RecommendStep
  | ActionStep
  | TaskStep
  | EnrolStep
  | ExitStep
  | RepeatStep;

const stepsOf = (what: string) => z.lazy(() => z.array(stepSchema).max(200)).describe(what);

const waitForSchema = z.strictObject({
  ...common,
  type: typeOf('wait-for', 'Waits for the first of several events.'),
  timeout: durationSchema.describe('How long to wait before taking `otherwise`.'),
  resets: z
    .boolean()
    .optional()
    .describe('An event that matches starts the timeout anew instead of moving on.'),
  events: z
    .array(
      z.strictObject({
        on: eventNameSchema,
        where: conditionsSchema.optional().describe('Conditions on the event and the person.'),
        match: matchSchema.optional(),
        then: stepsOf('The steps to take when this event comes first.').default([]),
      }),
    )
    .min(1)
    .max(20)
    .describe('The events that end the wait, each with the steps to take.'),
  otherwise: stepsOf('The steps to take when none came in time.').optional(),
});

const branchSchema = z.strictObject({
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

const armFields = {
  name: keySchema.describe('The name of the arm in reports.'),
  weight: z.number().positive().max(1000).describe('Its share, in proportion to the other arms.'),
  then: stepsOf('The steps of this arm.').default([]),
};

const splitSchema = z.strictObject({
  ...common,
  type: typeOf('split', 'Divides people at random; the same person always goes the same way.'),
  arms: z.array(z.strictObject(armFields)).min(2).max(20).describe('The ways, with their shares.'),
});

const experimentSchema = z.strictObject({
  ...common,
  type: typeOf('experiment', 'Divides people at random and measures which way does better.'),
  arms: z
    .array(
      z.strictObject({
        ...armFields,
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
      confidence: z.number().min(0.8).max(0.999).optional().describe('0.95 unless said.'),
      by: z
        .enum(['conversion', 'revenue'])
        .optional()
        .describe('What the winner is better in: `conversion` unless said. It must not cost revenue.'),
    })
    .optional()
    .describe('Send everybody to the winning arm once it has won by this rule.'),
});

const repeatSchema = z.strictObject({
  ...common,
  type: typeOf('repeat', 'Takes its steps several times.'),
  atMost: z.number().int().min(1).max(100).describe('How many rounds at the most.'),
  while: conditionsSchema.optional().describe('Another round only while this holds.'),
  steps: stepsOf('The steps of one round.'),
});

const withFailure = { onFailure: stepsOf('The steps to take when it finally failed.').optional() };
const withOtherwise = { otherwise: stepsOf('The steps to take when there is none to be had.').optional() };

/** The schema of one step; the source of the validator, the types and the editor's JSON Schema. */
export const stepSchema: z.ZodType<Step> = z
  .lazy(() =>
    z.discriminatedUnion('type', [
      waitStepSchema,
      waitForSchema,
      sendStepSchema.extend(withFailure),
      branchSchema,
      splitSchema,
      experimentSchema,
      updateStepSchema,
      scoreStepSchema,
      pointsStepSchema,
      offerStepSchema.extend(withOtherwise),
      recommendStepSchema.extend(withOtherwise),
      actionStepSchema.extend(withFailure),
      taskStepSchema,
      enrolStepSchema,
      exitStepSchema,
      repeatSchema,
    ]),
  )
  .meta({ id: 'step', description: 'One step of a journey.' });

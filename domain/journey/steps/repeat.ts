import { z } from 'zod';

import { type Conditions, conditionsSchema } from '../../rules/conditions.ts';
import { refusal } from '../checks/check-kit.ts';
import { beginRound, endRounds, roundsDone } from '../reduce/rounds.ts';
import { common, typeOf } from '../step-fields.ts';
import type { Step } from '../steps.ts';
import { ask, leave, prepend } from '../reduce/transitions.ts';
import { decide } from './decide.ts';
import type { StepsOf, StepType } from './step-type.ts';

export type RepeatStep = {
  id: string;
  type: 'repeat';
  note?: string | undefined;
  atMost: number;
  while?: Conditions | undefined;
  steps: Step[];
};

const schema = (stepsOf: StepsOf) =>
  z.strictObject({
    ...common,
    type: typeOf('repeat', 'Takes its steps several times.'),
    atMost: z.number().int().min(1).max(100).describe('How many rounds at most.'),
    while: conditionsSchema.optional().describe('Another round only while this holds.'),
    steps: stepsOf('The steps of one round.'),
  });

/** Takes its steps several times. */
export const repeat: StepType<RepeatStep> = {
  type: 'repeat',
  schema,
  branches: (step) => [{ name: 'round', steps: step.steps, field: 'steps' }],
  loops: true,
  conditions: (step) => (step.while === undefined ? [] : [{ conditions: step.while, field: 'while' }]),
  check: ({ step, path }) =>
    step.steps.length > 0
      ? []
      : [
          refusal({
            code: 'empty-step',
            step: step.id,
            path: `${path}.steps`,
            message: 'There is nothing to repeat.',
            hint: 'Add steps.',
          }),
        ],
  goesOn: (step) => step.while !== undefined,
  stays: () => ({ least: 0, most: Infinity }),
  outcomes: () => ['round', 'end'],
  effect: 'decide',
  traceless: true,
  arrive: ({ context, state, step }) => {
    if (roundsDone(state) >= step.atMost) return { kind: 'passes', ...endRounds({ state }) };
    if (step.while !== undefined) return ask({ context, state, effect: { kind: 'decide' } });
    return { kind: 'passes', ...beginRound({ state }), branch: 'round' };
  },
  result: ({ context, state: standing, result }) => {
    if (result.kind !== 'decided') return undefined;
    const { because } = result;
    const holds = result.case !== null;
    const turned = holds ? beginRound({ state: standing, because }) : endRounds({ state: standing, because });
    const { state, decision } = turned;
    return prepend(
      [decision],
      leave({ context, state, ...(holds ? { branch: 'round' } : {}), since: state.since }),
    );
  },
  perform: decide,
};

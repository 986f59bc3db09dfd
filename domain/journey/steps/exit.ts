import { z } from 'zod';

import type { Decision } from '../decisions.ts';
import { common, keySchema, typeOf } from '../step-fields.ts';
import { finish, stopping } from '../reduce/transitions.ts';
import type { StepType } from './step-type.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('exit', 'Ends the journey here.'),
  outcome: keySchema.default('exited').describe('How it ended, as the reports show it.'),
});
export type ExitStep = z.infer<typeof schema>;

/** Ends the journey. */
export const exit: StepType<ExitStep> = {
  type: 'exit',
  schema: () => schema,
  goesOn: () => false,
  effect: null,
  arrive: ({ state, step }) => {
    const decision: Decision = { kind: 'exited', step: step.id, visit: state.visit, reason: 'exit-step' };
    return stopping(finish({ state, outcome: step.outcome, decision }));
  },
};

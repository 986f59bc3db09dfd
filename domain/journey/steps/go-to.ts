import { z } from 'zod';

import { common, stepIdSchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf(
    'go-to',
    'Goes on with a later step, so that several branches can share the steps from there.',
  ),
  to: stepIdSchema.describe('The id of the step to go on with; it stands further down in the journey.'),
});
export type GoToStep = z.infer<typeof schema>;

/** Goes on with a later step. The graph leads past it, so a run is here only when an operator moves it here. */
export const goTo: StepType<GoToStep> = {
  type: 'go-to',
  schema: () => schema,
  goesTo: ({ to }) => ({ id: to, field: 'to' }),
  effect: null,
  arrive: ({ state }) => ({ kind: 'passes', state }),
};

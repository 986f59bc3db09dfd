import { z } from 'zod';

import { common, keySchema, typeOf } from '../step-fields.ts';
import type { StepType } from './step-type.ts';

const schema = z.strictObject({
  ...common,
  type: typeOf('fragment', 'Stands for the steps of a fragment; their ids begin with the id of this step.'),
  use: keySchema.describe('The key of a fragment in `fragments/`.'),
});
export type FragmentStep = z.infer<typeof schema>;

/**
 * Stands for the steps of a fragment. They take its place before a journey is checked, so no published version has
 * one; where a fragment cannot be read, the step stays, for the checks of the rest.
 */
export const fragment: StepType<FragmentStep> = {
  type: 'fragment',
  schema: () => schema,
  effect: null,
  arrive: ({ state }) => ({ kind: 'passes', state }),
};

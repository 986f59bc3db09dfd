import { z } from 'zod';

import { withStage } from '../../profiles/stage.ts';
import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'stage',
  z.strictObject({
    stage: z.string().min(1).max(60).describe('The lifecycle stage.'),
    backward: z.boolean().optional().describe('Also when that is a step back.'),
  }),
  'Moves the person to a lifecycle stage.',
);

/** Moves the person to a lifecycle stage. */
export const stage: OutcomeType<z.infer<typeof schema>> = {
  type: 'stage',
  schema,
  names: ({ params, context }) => [
    { field: 'stage', kind: 'stage', word: params.stage, known: context.stages },
  ],
  apply: ({ profile, params, stages, at }) => {
    const { stage: to, backward = false } = params;
    return withStage({ profile, stage: to, stages, backward, now: at });
  },
};

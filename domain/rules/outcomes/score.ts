import { z } from 'zod';

import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'score',
  z.strictObject({
    kind: z.enum(['fit', 'engagement']).describe('`fit`: who they are. `engagement`: what they do.'),
    by: z.number().int().min(-1000).max(1000).describe('How much to add; negative to take away.'),
    reason: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Why, for anyone who asks how the score came to be.'),
  }),
  'Changes the lead score of the person.',
);

/** Changes the lead score of the person. */
export const score: OutcomeType<z.infer<typeof schema>> = {
  type: 'score',
  schema,
  apply: ({ profile, params }) => {
    const { kind, by } = params;
    return { ...profile, scores: { ...profile.scores, [kind]: profile.scores[kind] + by } };
  },
};

import { z } from 'zod';

import { outcomeSchema } from './outcome-schema.ts';
import type { OutcomeType } from './outcome-type.ts';

const schema = outcomeSchema(
  'points',
  z.strictObject({
    by: z.number().int().min(-1_000_000).max(1_000_000).describe('How many to add; negative to take away.'),
    reason: z.string().min(1).max(200).describe('Why, for the ledger.'),
  }),
  'Changes the loyalty points of the person.',
);

/** Changes the loyalty points of the person. */
export const points: OutcomeType<z.infer<typeof schema>> = {
  type: 'points',
  schema,
  apply: ({ profile, params }) => ({ ...profile, points: profile.points + params.by }),
};

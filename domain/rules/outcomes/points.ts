import { z } from 'zod';

import { refusal } from '../../journey/checks/check-kit.ts';
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
  check: ({ context, path }) => {
    const [first] = context.programs;
    if (first === undefined) return [];
    return [
      refusal({
        code: 'points-without-program',
        path,
        message: 'A rule changes a plain number of the profile, and this workspace has loyalty programmes.',
        hint: `Write the rule under \`earn\` of \`programs/${first}.json\`, so that its points stand in the ledger.`,
      }),
    ];
  },
  apply: ({ profile, params }) => ({ ...profile, points: profile.points + params.by }),
};

import { z } from 'zod';

import { decisionKinds } from '../journey/decisions.ts';

const key = z.string().min(1).max(64);

/** Kinds of decision that say once and for all how a step came out. */
export const stepResults = decisionKinds.filter(
  (kind) => !['waiting', 'deferred', 'frozen', 'resumed', 'moved', 'migrated', 'refused'].includes(kind),
);

/** Which people of a journey something is done to: all that is named must hold. */
export const selectionSchema = z.strictObject({
  journey: key.describe('The journey they are in.'),
  version: z.number().int().positive().optional().describe('Only on this version.'),
  step: key.optional().describe('Only those who stand on this step.'),
  segment: key.optional().describe('Only members of this segment.'),
  enteredAfter: z.iso.datetime({ offset: true }).optional().describe('Only who entered at or after this.'),
  enteredBefore: z.iso.datetime({ offset: true }).optional().describe('Only who entered before this.'),
  result: z
    .strictObject({
      step: key.describe('The step.'),
      is: z.enum(stepResults).describe('How it came out: `sent`, `skipped`, `failed`, `heard`, ...'),
    })
    .optional()
    .describe('Only those for whom a step came out in this way.'),
  frozen: z.boolean().optional().describe('Only those who stand still, or only those who do not.'),
});
export type Selection = z.infer<typeof selectionSchema>;

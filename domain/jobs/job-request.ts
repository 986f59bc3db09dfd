import { z } from 'zod';

import { selectionSchema } from './selection.ts';

const step = z.string().min(1).max(64);
const outcome = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

const commonActions = [
  z.strictObject({
    kind: z.literal('exit'),
    outcome: outcome.default('removed').describe('How their runs end, as the reports show it.'),
    reason: z.string().max(300).optional().describe('Why; it stands in the ledger.'),
    cancel: z.boolean().default(true).describe('Cancels messages that were planned and not handed over.'),
  }),
  z.strictObject({ kind: z.literal('skip') }),
  z.strictObject({ kind: z.literal('move'), to: step.describe('The step they go to.') }),
  z.strictObject({ kind: z.literal('restart') }),
  z.strictObject({ kind: z.literal('revive') }),
  z.strictObject({ kind: z.literal('freeze') }),
  z.strictObject({
    kind: z.literal('resume'),
    policy: z.enum(['shift', 'catch-up', 'skip']).default('shift'),
  }),
  z.strictObject({
    kind: z.literal('migrate'),
    version: z.number().int().positive().describe('The version they go to.'),
    when: z.enum(['now', 'next-step']).default('now'),
    map: z
      .record(step, step.nullable())
      .default({})
      .describe('Where those on a step go; `null`: they leave. A step that is not named keeps its name.'),
  }),
] as const;

/** What somebody may ask to be done to many people. */
export const requestedActionSchema = z.discriminatedUnion('kind', [...commonActions]);

/**
 * What is done to many people, one after the other. `hold` and `release` belong to the freeze of a whole journey
 * and are asked for by way of the journey.
 */
export type JobAction =
  | z.infer<typeof requestedActionSchema>
  | { readonly kind: 'hold' }
  | { readonly kind: 'release'; readonly policy: 'shift' | 'catch-up' | 'skip' };

/** People per second by default. */
export const defaultRate = 50;

export const rateSchema = z
  .number()
  .positive()
  .max(1000)
  .describe('People per second at most; 50 by default.');

/** A bulk operation as it is asked for. */
export const jobRequestSchema = z.strictObject({
  do: requestedActionSchema.describe('What is done to each of them.'),
  who: selectionSchema.describe('To whom.'),
  rate: rateSchema.optional(),
});
export type JobRequest = z.infer<typeof jobRequestSchema>;

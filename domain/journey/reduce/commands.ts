import { z } from 'zod';

const stepId = z.string().min(1).max(64);

/** What an operator can tell a run to do. */
export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('exit'),
    outcome: z.string().max(64).default('removed'),
    reason: z.string().max(300).optional(),
  }),
  z.strictObject({ kind: z.literal('skip') }),
  z.strictObject({ kind: z.literal('move'), to: stepId }),
  z.strictObject({ kind: z.literal('restart') }),
  z.strictObject({ kind: z.literal('freeze') }),
  z.strictObject({
    kind: z.literal('resume'),
    policy: z.enum(['shift', 'catch-up', 'skip']).default('shift'),
  }),
  z.strictObject({
    kind: z.literal('migrate'),
    version: z.number().int().positive(),
    when: z.enum(['now', 'next-step']),
    map: z.record(z.string(), z.string()).default({}),
  }),
]);
/** What a run is told: by an operator, or by a merge that has another run of the same person go on instead. */
export type Command = z.infer<typeof commandSchema> | { readonly kind: 'merged'; readonly into: string };

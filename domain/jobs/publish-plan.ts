import { z } from 'zod';

import { rateSchema } from './job-request.ts';

const step = z.string().min(1).max(64);
const rate = rateSchema.optional();
const map = z
  .record(step, step.nullable())
  .default({})
  .describe('Where those on a step go, where it has another name; `null`: they leave.');

const planSchema = z.discriminatedUnion('people', [
  z.strictObject({ people: z.literal('finish') }).describe('They finish on the version they are on.'),
  z
    .strictObject({ people: z.literal('next-step'), map, rate })
    .describe('They move when they reach their next step.'),
  z
    .strictObject({ people: z.literal('now'), map, rate })
    .describe('They move now; what they wait for is timed again from when they began to wait.'),
  z
    .strictObject({
      people: z.literal('exit'),
      outcome: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes')
        .default('replaced')
        .describe('How their runs end, as the reports show it.'),
      rate,
    })
    .describe('They leave.'),
]);

const words = ['finish', 'next-step', 'now', 'exit'] as const;

/** What becomes of the people inside a journey when a new version is published: one word, or what it needs. */
export const journeyPlanSchema = z.union([
  z.enum(words).transform((people): JourneyPlan => planSchema.parse({ people })),
  planSchema,
]);
export type JourneyPlan = z.infer<typeof planSchema>;

/** A plan file: by the key of the journey. A journey that is not named: its people finish where they are. */
export const publishPlanSchema = z.record(z.string().min(1).max(64), journeyPlanSchema);
export type PublishPlan = Readonly<Record<string, JourneyPlan>>;

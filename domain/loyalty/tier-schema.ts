import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

/** Tiers of a programme, by what was earned in a period. */
export const tiersSchema = z
  .strictObject({
    period: z
      .enum(['calendar-year', '12-months', 'ever'])
      .default('calendar-year')
      .describe(
        'Which points count: those earned in the calendar year, in the last 12 months, or ever. Spending takes nothing off, refunds do.',
      ),
    grace: durationSchema
      .optional()
      .describe(
        'How long after the end of the period people keep a tier they no longer reach, such as `60 days`.',
      ),
    levels: z
      .array(
        z.strictObject({
          key: keySchema.describe('The name of the tier in conditions and events.'),
          name: z.string().trim().min(1).max(120).describe('What people call it.'),
          from: z
            .number()
            .int()
            .min(0)
            .max(1_000_000_000)
            .describe('How many points of the period reach it.'),
          multiply: z
            .number()
            .min(1)
            .max(100)
            .multipleOf(0.01)
            .optional()
            .describe('How many times the points of orders and events people of this tier earn.'),
        }),
      )
      .min(1)
      .max(20)
      .describe('The tiers, the lowest first.'),
  })
  .describe(
    'Tiers: reached at once, and kept to the end of the period after the one in which they were reached.',
  );
export type Tiers = z.infer<typeof tiersSchema>;
export type TierLevel = Tiers['levels'][number];

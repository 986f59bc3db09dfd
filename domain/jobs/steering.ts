import { z } from 'zod';

import { rateSchema } from './job-request.ts';

const rate = rateSchema.optional();
const reason = z.string().min(1).max(300).optional().describe('Why; it is shown to anyone who looks.');
const expect = z
  .number()
  .int()
  .nonnegative()
  .optional()
  .describe('How many people will enter, where that is more than the launch guard lets through.');

/** What can be done to a journey as a whole, by the last part of its address: what may be said with it. */
export const steeringBodies = {
  pause: z.strictObject({}),
  'resume-entries': z.strictObject({ expect }),
  freeze: z.strictObject({
    entries: z
      .enum(['hold', 'refuse'])
      .default('hold')
      .describe('Those who would enter are held at the first step until it goes on, or refused.'),
    reason,
    rate,
  }),
  resume: z.strictObject({
    policy: z
      .enum(['shift', 'catch-up', 'skip'])
      .default('shift')
      .describe(
        '`shift`: all waits are later by as long as it stood still. `catch-up`: what came due is done now, so many people a second. `skip`: what came due is left out.',
      ),
    rate,
    expect,
  }),
  drain: z.strictObject({}),
  stop: z.strictObject({
    outcome: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes')
      .default('stopped')
      .describe('How the runs end, as the reports show it.'),
    reason,
    rate,
  }),
} as const;

type Bodies = typeof steeringBodies;

export type SteeringKind = keyof Bodies;

type Saying = Exclude<SteeringKind, 'pause' | 'drain'>;

/** What is done to a journey as a whole. */
export type Steering =
  | { readonly kind: 'pause' | 'drain' }
  | { readonly [K in Saying]: { readonly kind: K } & z.infer<Bodies[K]> }[Saying];

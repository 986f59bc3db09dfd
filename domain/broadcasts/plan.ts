import { z } from 'zod';

import { pathSchema } from '../journey/step-fields.ts';
import { keySchema } from '../rules/key.ts';
import { durationSchema } from '../time/duration.ts';

/** A local time without a zone: `2026-12-01T09:00`. */
const localTime = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/, {
    message: 'must be a date and a time without a zone, such as `2026-12-01T09:00`',
  })
  .refine((at) => new Date(`${at}Z`).getUTCDate() === Number(at.slice(8, 10)), {
    message: 'is a day that does not exist',
  });

const variantName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

const audienceSchema = z
  .strictObject({
    everybody: z.boolean().default(false).describe('All people there are.'),
    segments: z.array(keySchema).max(20).default([]).describe('Members of any of these segments.'),
    when: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Conditions that must hold as well, as the file of a segment has them.'),
    exclude: z.array(keySchema).max(20).default([]).describe('Members of these segments get nothing.'),
  })
  .describe('Who gets it.');

const variantSchema = z.strictObject({
  name: variantName.describe('The name of the variant in reports.'),
  message: keySchema.describe('The key of a message in `messages/`.'),
  weight: z.number().positive().max(1000).default(1).describe('Its share, in proportion to the others.'),
});

const testSchema = z
  .strictObject({
    share: z.number().min(1).max(90).describe('Percent of the people who get a variant by lot first.'),
    after: durationSchema.describe('How long after the last of them the winner is named.'),
    by: z
      .enum(['opened', 'clicked', 'converted', 'hand'])
      .describe('The rate the winner is best in; `hand`: a person names it.'),
  })
  .describe('The variants are tried on a part of the people; the others get the winner.');

const scheduleSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('now') }),
    z.strictObject({ kind: z.literal('at'), at: z.iso.datetime({ offset: true }) }),
    z.strictObject({
      kind: z.literal('local'),
      at: localTime.describe('By the clock of each person, in their own time zone.'),
    }),
  ])
  .describe('When it goes: at once, at an instant, or at a local time.');

/** What a broadcast sends to whom and when. A draft may lack audience and variants. */
export const broadcastPlanSchema = z.strictObject({
  name: z.string().min(1).max(120).describe('What people call it.'),
  description: z.string().max(1000).optional(),
  campaign: z.string().min(1).max(200).optional().describe('The id of the campaign it belongs to.'),
  audience: audienceSchema.prefault({}),
  channel: z.string().min(1).max(40).default('email'),
  variants: z
    .array(variantSchema)
    .max(5)
    .default([])
    .describe('One message, or several of which each person gets one by lot; the first is the control.'),
  topic: keySchema.optional().describe("The topic people subscribe to; the message's own by default."),
  onCap: z.enum(['skip', 'wait']).default('skip').describe('When a frequency cap is reached.'),
  onQuiet: z.enum(['wait', 'skip']).default('wait').describe('When it is quiet hours for them.'),
  holdout: z.number().min(0).max(50).default(0).describe('Percent of people who get nothing.'),
  goal: z
    .strictObject({
      on: z.string().min(1).max(200).describe('The event that counts as success.'),
      within: durationSchema.default('7 days').describe('From when the person is reached.'),
      value: pathSchema.optional().describe('Where the event says what it is worth.'),
    })
    .default({ on: 'Order Completed', within: '7 days', value: '$.properties.revenue' }),
  test: testSchema.optional(),
  schedule: scheduleSchema.default({ kind: 'now' }),
  perMinute: z.int().min(1).max(1_000_000).optional().describe('People per minute at most.'),
});
export type BroadcastPlan = z.infer<typeof broadcastPlanSchema>;
export type BroadcastAudience = BroadcastPlan['audience'];

/**
 * How a broadcast stands. `testing`: the variants are out to a part, and the winner is awaited. `sent`: everybody was
 * reached, and nobody waits any more.
 */
export const broadcastStates = [
  'draft',
  'scheduled',
  'sending',
  'testing',
  'paused',
  'sent',
  'cancelled',
] as const;
export type BroadcastState = (typeof broadcastStates)[number];

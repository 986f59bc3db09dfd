import { z } from 'zod';

import { durationSchema } from '../time/duration.ts';
import { onlyResults } from './story-names.ts';
import { momentSchema } from './moment.ts';

const expectedMessageSchema = z
  .strictObject({
    at: momentSchema.optional(),
    after: durationSchema.optional().describe('How long after the run began that sent it.'),
    within: durationSchema
      .optional()
      .describe('How much later it may be, such as `20 minutes` after quiet hours; a minute by default.'),
    message: z.string().describe('The key of the message.'),
    channel: z.string().optional().describe('The channel it goes out on.'),
    subject: z
      .string()
      .superRefine(onlyResults)
      .optional()
      .describe('Its subject, or a part of it; may name what a step gave: `{{steps.coupon.code}}`.'),
    text: z
      .string()
      .superRefine(onlyResults)
      .optional()
      .describe('A part of its plain text; may name what a step gave: `{{steps.coupon.code}}`.'),
  })
  .refine((one) => one.at === undefined || one.after === undefined, {
    message: 'takes `at` or `after`, not both',
  });
export type ExpectedMessage = z.infer<typeof expectedMessageSchema>;

const runFields = {
  outcome: z
    .string()
    .nullable()
    .optional()
    .describe('How it ended: `completed`, or the outcome of an exit; null: it goes on.'),
  converted: z.boolean().optional().describe('Whether the goal was reached.'),
  value: z.number().optional().describe('What the goal was worth.'),
  steps: z.array(z.string()).optional().describe('The steps it came to, in order, all of them.'),
};

const expectedRunSchema = z.strictObject({
  key: z.string().optional().describe('What the run is about; runs are in the order in which they began.'),
  ...runFields,
});
export type ExpectedRun = z.infer<typeof expectedRunSchema>;

/** What a test of a journey expects; what it does not mention may be as it likes. */
export const expectationSchema = z
  .strictObject({
    messages: z
      .array(expectedMessageSchema)
      .optional()
      .describe('All messages that go out, in order; an empty list: none.'),
    runs: z.array(expectedRunSchema).optional().describe('All runs; an empty list: nobody enters.'),
    ...runFields,
  })
  .refine((expected) => Object.keys(expected).length > 0, 'expects nothing')
  .describe('What must come of it. `outcome`, `converted`, `value` and `steps` are those of the one run.');
export type Expectation = z.infer<typeof expectationSchema>;

import { z } from 'zod';

import { conditionsSchema } from '../rules/conditions.ts';
import { durationSchema } from '../time/duration.ts';
import { windowSchema } from '../time/window.ts';
import { common, keySchema, pathSchema, templatedValue, typeOf } from './step-fields.ts';

export const waitStepSchema = z
  .strictObject({
    ...common,
    type: typeOf(
      'wait',
      'Waits for a length of time, until a date, until a window of hours, or until the hour at which they read.',
    ),
    for: durationSchema
      .optional()
      .describe('How long: `1 hour`, `2 days` (24 hours each), `3 calendar days`.'),
    until: z
      .union([
        z.strictObject({
          date: pathSchema.describe('A date in `$.profile...`, `$.entry...` or `$.steps...`.'),
          offset: z.string().max(60).optional().describe('`3 days before` or `1 hour after` that date.'),
          at: z
            .string()
            .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
            .optional()
            .describe('The local time of day, `09:00`, when the date has none.'),
          yearly: z.boolean().optional().describe('The next anniversary of the date instead of the date.'),
          missing: z
            .enum(['now', 'skip', 'exit'])
            .default('skip')
            .describe('When there is no such date: go on, leave out the sends up to the next wait, or exit.'),
          past: z
            .enum(['now', 'skip', 'exit'])
            .default('now')
            .describe('When it has passed already: go on, leave out the sends up to the next wait, or exit.'),
        }),
        z.strictObject({ window: windowSchema.describe('The next opening of this window, in their zone.') }),
      ])
      .optional()
      .describe('Until a date, or until a window of weekdays and hours opens.'),
    bestTime: z
      .strictObject({
        channel: z.string().max(40).default('email').describe('The channel whose reads count.'),
        default: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .default('10:00')
          .describe('The local time of day, while their hour is not known.'),
      })
      .optional()
      .describe('Until the hour at which this person reads; the default hour until we know it.'),
  })
  .refine((step) => [step.for, step.until, step.bestTime].filter((x) => x !== undefined).length === 1, {
    message: 'A wait needs exactly one of `for`, `until` and `bestTime`.',
  });
export type WaitStep = z.infer<typeof waitStepSchema>;

export const sendStepSchema = z.strictObject({
  ...common,
  type: typeOf('send', 'Sends a message.'),
  channel: z
    .string()
    .min(1)
    .max(40)
    .describe("`email`, `sms`, ...; `preferred` for the person's own choice; `best` for the best reachable."),
  fallback: z
    .array(z.string().min(1).max(40))
    .max(5)
    .optional()
    .describe('Channels to try next when this one does not deliver.'),
  message: keySchema.describe('The key of a message in `messages/`.'),
  messages: z
    .record(z.string(), keySchema)
    .optional()
    .describe('The message per channel, when more than one channel may be used.'),
  topic: keySchema.optional().describe("The topic people subscribe to; the message's own by default."),
  when: conditionsSchema.optional().describe('Looked at again right before sending; not sent when it fails.'),
  onCap: z.enum(['wait', 'skip', 'exit']).default('wait').describe('When a frequency cap is reached.'),
  onQuiet: z.enum(['wait', 'skip']).default('wait').describe('When it is quiet hours for them.'),
});

export const updateStepSchema = z.strictObject({
  ...common,
  type: typeOf('update', 'Changes traits, tags or the lifecycle stage of the person.'),
  set: z.record(z.string(), templatedValue).optional().describe('Traits to set; values may be templates.'),
  unset: z.array(z.string().max(100)).max(50).optional().describe('Traits to remove.'),
  increment: z.record(z.string(), z.number()).optional().describe('Numeric traits to add to.'),
  tags: z
    .strictObject({
      add: z.array(z.string()).max(50).optional().describe('Tags to add.'),
      remove: z.array(z.string()).max(50).optional().describe('Tags to remove.'),
    })
    .optional()
    .describe('Tags to add and to remove.'),
  stage: z.string().max(60).optional().describe('The lifecycle stage to move to.'),
  backward: z.boolean().optional().describe('Allow the stage to move backward.'),
});
export type UpdateStep = z.infer<typeof updateStepSchema>;

export const scoreStepSchema = z.strictObject({
  ...common,
  type: typeOf('score', 'Changes the lead score.'),
  kind: z.enum(['fit', 'engagement']).describe('`fit`: who they are. `engagement`: what they do.'),
  by: z.number().int().min(-1000).max(1000).describe('How much to add; negative to take away.'),
  reason: z.string().max(200).optional().describe('Why, for whoever asks how the score came to be.'),
});
export type ScoreStep = z.infer<typeof scoreStepSchema>;

export const pointsStepSchema = z.strictObject({
  ...common,
  type: typeOf('points', 'Adds to the loyalty points, or takes some away.'),
  by: z.number().int().min(-1_000_000).max(1_000_000).describe('How many to add; negative to take away.'),
  reason: z.string().max(200).describe('Why, for the ledger.'),
});
export type PointsStep = z.infer<typeof pointsStepSchema>;

export const offerStepSchema = z.strictObject({
  ...common,
  type: typeOf(
    'offer',
    'Issues a coupon of an offer, once for this step; messages show it as `steps.<id>.code`.',
  ),
  offer: keySchema.describe('The key of an offer in `offers/`.'),
});

export const recommendStepSchema = z.strictObject({
  ...common,
  type: typeOf(
    'recommend',
    'Picks a product that goes with those at hand; messages show it as `steps.<id>.title` and the like.',
  ),
  for: pathSchema
    .default('$.entry.properties.products')
    .describe('Where the products are that the recommendation should go with.'),
});

export const actionStepSchema = z.strictObject({
  ...common,
  type: typeOf('action', 'Calls an action of a plugin; its result is `steps.<id>`.'),
  plugin: keySchema.describe('A plugin instance named in `ciclo.json`.'),
  action: z.string().min(1).max(60).describe('One of the actions of that plugin.'),
  input: z.record(z.string(), templatedValue).default({}).describe('Its input; values may be templates.'),
});

export const taskStepSchema = z.strictObject({
  ...common,
  type: typeOf('task', 'Gives work to a person in the team.'),
  title: z.string().min(1).max(200).describe('What is to be done; may be a template.'),
  team: keySchema.optional().describe('The team in `ciclo.json` that does it.'),
  due: durationSchema.optional().describe('How soon it should be done, such as `2 days`.'),
  wait: z.boolean().default(false).describe('Go on only when somebody has done it.'),
  timeout: durationSchema.optional().describe('With `wait`: go on anyway after this long.'),
});
export type TaskStep = z.infer<typeof taskStepSchema>;

export const enrolStepSchema = z.strictObject({
  ...common,
  type: typeOf('enrol', 'Starts another journey for this person.'),
  journey: keySchema.describe('The journey to start for this person.'),
  key: z
    .string()
    .max(200)
    .optional()
    .describe("Its entry key; may be a template. This run's key by default."),
});
export type EnrolStep = z.infer<typeof enrolStepSchema>;

export const exitStepSchema = z.strictObject({
  ...common,
  type: typeOf('exit', 'Ends the journey here.'),
  outcome: keySchema.default('exited').describe('How it ended, as the reports show it.'),
});
export type ExitStep = z.infer<typeof exitStepSchema>;

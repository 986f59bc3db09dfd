import { z } from 'zod';

import { conditionsSchema, type Conditions } from '../rules/conditions.ts';
import { durationSchema } from '../time/duration.ts';
import { windowSchema } from '../time/window.ts';

/** A step's id: stable over versions, the name under which its result is found as `steps.<id>`. */
export const stepIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter')
  .describe('The stable name of the step; unique in the journey.');

/** A plain property path, `$.properties.checkout_id`. */
export const pathSchema = z
  .string()
  .regex(
    /^\$(\.[A-Za-z_][\w-]*|\[\d{1,4}\])+$/,
    'must be a plain property path such as $.properties.order_id',
  )
  .describe('A plain property path, such as `$.properties.order_id`.');

const eventNameSchema = z
  .string()
  .min(1)
  .max(200)
  .describe('The name of an event, such as `Order Completed`.');

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

/**
 * How an event is tied to the run: a path whose value must be the entry key; the id of an earlier `send`
 * step whose message the event must be about; or two paths, of this event and of the entry event, that must
 * have the same value.
 */
export const matchSchema = z
  .union([
    pathSchema,
    stepIdSchema,
    z.strictObject({
      event: pathSchema.describe('Where in the arriving event.'),
      entry: pathSchema.describe('Where in the event that started the run.'),
    }),
  ])
  .describe(
    'What ties the event to this run: a path equal to the entry key, a send step, or two equal paths.',
  );
export type Match = z.infer<typeof matchSchema>;

const common = {
  id: stepIdSchema,
  note: z.string().max(500).optional().describe('For the reader; the engine ignores it.'),
};

const templated = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A value that may hold templates: `{{profile.traits.email}}`. */
const templatedValue: z.ZodType<TemplatedValue> = z.lazy(() =>
  z.union([templated, z.array(templatedValue), z.record(z.string(), templatedValue)]),
);
export type TemplatedValue =
  | string
  | number
  | boolean
  | null
  | TemplatedValue[]
  | { [key: string]: TemplatedValue };

export const waitStepSchema = z
  .strictObject({
    ...common,
    type: z.literal('wait'),
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
        channel: z.string().max(40).default('email'),
        default: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .default('10:00'),
      })
      .optional()
      .describe('Until the hour at which this person reads; the default hour until we know it.'),
  })
  .refine((step) => [step.for, step.until, step.bestTime].filter((x) => x !== undefined).length === 1, {
    message: 'a wait needs exactly one of `for`, `until` and `bestTime`',
  });
export type WaitStep = z.infer<typeof waitStepSchema>;

export const sendStepSchema = z.strictObject({
  ...common,
  type: z.literal('send'),
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
type SendFields = z.infer<typeof sendStepSchema>;
/** A send, with the steps to take when it finally fails. */
export type SendStep = SendFields & { onFailure?: Step[] | undefined };

export const updateStepSchema = z.strictObject({
  ...common,
  type: z.literal('update'),
  set: z.record(z.string(), templatedValue).optional().describe('Traits to set; values may be templates.'),
  unset: z.array(z.string().max(100)).max(50).optional().describe('Traits to remove.'),
  increment: z.record(z.string(), z.number()).optional().describe('Numeric traits to add to.'),
  tags: z
    .strictObject({
      add: z.array(z.string()).max(50).optional(),
      remove: z.array(z.string()).max(50).optional(),
    })
    .optional(),
  stage: z.string().max(60).optional().describe('The lifecycle stage to move to.'),
  backward: z.boolean().optional().describe('Allow the stage to move backward.'),
});
export type UpdateStep = z.infer<typeof updateStepSchema>;

export const scoreStepSchema = z.strictObject({
  ...common,
  type: z.literal('score'),
  kind: z.enum(['fit', 'engagement']),
  by: z.number().int().min(-1000).max(1000),
  reason: z.string().max(200).optional(),
});
export type ScoreStep = z.infer<typeof scoreStepSchema>;

export const pointsStepSchema = z.strictObject({
  ...common,
  type: z.literal('points'),
  by: z.number().int().min(-1_000_000).max(1_000_000),
  reason: z.string().max(200),
});
export type PointsStep = z.infer<typeof pointsStepSchema>;

export const offerStepSchema = z.strictObject({
  ...common,
  type: z.literal('offer'),
  offer: keySchema.describe('The key of an offer in `offers/`.'),
});
/** An offer, with the steps to take when its budget is used up. */
export type OfferStep = z.infer<typeof offerStepSchema> & { otherwise?: Step[] | undefined };

export const recommendStepSchema = z.strictObject({
  ...common,
  type: z.literal('recommend'),
  for: pathSchema
    .default('$.entry.properties.products')
    .describe('Where the products are that the recommendation should go with.'),
});
/** A product that goes with those at hand and is not owned yet, with the steps to take when there is none. */
export type RecommendStep = z.infer<typeof recommendStepSchema> & { otherwise?: Step[] | undefined };

export const actionStepSchema = z.strictObject({
  ...common,
  type: z.literal('action'),
  plugin: keySchema.describe('A plugin instance named in `ciclo.json`.'),
  action: z.string().min(1).max(60).describe('One of the actions of that plugin.'),
  input: z.record(z.string(), templatedValue).default({}).describe('Its input; values may be templates.'),
});
export type ActionStep = z.infer<typeof actionStepSchema> & { onFailure?: Step[] | undefined };

export const taskStepSchema = z.strictObject({
  ...common,
  type: z.literal('task'),
  title: z.string().min(1).max(200).describe('What is to be done; may be a template.'),
  team: keySchema.optional(),
  due: durationSchema.optional(),
  wait: z.boolean().default(false).describe('Go on only when somebody has done it.'),
  timeout: durationSchema.optional().describe('With `wait`: go on anyway after this long.'),
});
export type TaskStep = z.infer<typeof taskStepSchema>;

export const enrolStepSchema = z.strictObject({
  ...common,
  type: z.literal('enrol'),
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
  type: z.literal('exit'),
  outcome: keySchema.default('exited').describe('How it ended, as the reports show it.'),
});
export type ExitStep = z.infer<typeof exitStepSchema>;

export type WaitForStep = {
  id: string;
  type: 'wait-for';
  note?: string | undefined;
  timeout: string;
  resets?: boolean | undefined;
  events: {
    on: string;
    where?: Conditions | undefined;
    match?: Match | undefined;
    then: Step[];
  }[];
  otherwise?: Step[] | undefined;
};
export type BranchStep = {
  id: string;
  type: 'branch';
  note?: string | undefined;
  cases: { when: Conditions; then: Step[] }[];
  otherwise?: Step[] | undefined;
};
export type SplitStep = {
  id: string;
  type: 'split';
  note?: string | undefined;
  arms: { name: string; weight: number; then: Step[] }[];
};
export type ExperimentStep = {
  id: string;
  type: 'experiment';
  note?: string | undefined;
  arms: { name: string; weight: number; control?: boolean | undefined; then: Step[] }[];
  metric: { on: string; within: string; value?: string | undefined };
  winner?: { after: number; confidence?: number | undefined } | undefined;
};
export type RepeatStep = {
  id: string;
  type: 'repeat';
  note?: string | undefined;
  atMost: number;
  while?: Conditions | undefined;
  steps: Step[];
};

/** A step of a journey, as a marketer writes it. */
export type Step =
  | WaitStep
  | WaitForStep
  | SendStep
  | BranchStep
  | SplitStep
  | ExperimentStep
  | UpdateStep
  | ScoreStep
  | PointsStep
  | OfferStep
  | RecommendStep
  | ActionStep
  | TaskStep
  | EnrolStep
  | ExitStep
  | RepeatStep;

const stepsOf = (what: string) => z.lazy(() => z.array(stepSchema).max(200)).describe(what);

const waitForSchema = z.strictObject({
  ...common,
  type: z.literal('wait-for'),
  timeout: durationSchema.describe('How long to wait before taking `otherwise`.'),
  resets: z
    .boolean()
    .optional()
    .describe('An event that matches starts the timeout anew instead of moving on.'),
  events: z
    .array(
      z.strictObject({
        on: eventNameSchema,
        where: conditionsSchema.optional().describe('Conditions on the event and the person.'),
        match: matchSchema.optional(),
        then: stepsOf('The steps to take when this event comes first.').default([]),
      }),
    )
    .min(1)
    .max(20),
  otherwise: stepsOf('The steps to take when none came in time.').optional(),
});

const branchSchema = z.strictObject({
  ...common,
  type: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: conditionsSchema, then: stepsOf('The steps to take when it holds.') }))
    .min(1)
    .max(20)
    .describe('Looked at in order; the first that holds is taken.'),
  otherwise: stepsOf('The steps to take when no case holds.').optional(),
});

const armFields = {
  name: keySchema.describe('The name of the arm in reports.'),
  weight: z.number().positive().max(1000).describe('Its share, in proportion to the other arms.'),
  then: stepsOf('The steps of this arm.').default([]),
};

const splitSchema = z.strictObject({
  ...common,
  type: z.literal('split'),
  arms: z.array(z.strictObject(armFields)).min(2).max(20),
});

const experimentSchema = z.strictObject({
  ...common,
  type: z.literal('experiment'),
  arms: z
    .array(
      z.strictObject({
        ...armFields,
        control: z.boolean().optional().describe('The arm the others are measured against.'),
      }),
    )
    .min(2)
    .max(10),
  metric: z
    .strictObject({
      on: eventNameSchema,
      within: durationSchema.describe('The window, from the moment of exposure.'),
      value: pathSchema.optional().describe('Where the event says what it is worth.'),
    })
    .describe('What counts as success. Fixed when the version is published.'),
  winner: z
    .strictObject({
      after: z.number().int().min(100).describe('People per arm before a winner may be named.'),
      confidence: z.number().min(0.8).max(0.999).optional().describe('0.95 unless said.'),
    })
    .optional()
    .describe('Send everybody to the winning arm once it has won by this rule.'),
});

const repeatSchema = z.strictObject({
  ...common,
  type: z.literal('repeat'),
  atMost: z.number().int().min(1).max(100).describe('How many rounds at the most.'),
  while: conditionsSchema.optional().describe('Another round only while this holds.'),
  steps: stepsOf('The steps of one round.'),
});

const withFailure = { onFailure: stepsOf('The steps to take when it finally failed.').optional() };
const withOtherwise = { otherwise: stepsOf('The steps to take when there is none to be had.').optional() };

/** The schema of one step; the source of the validator, the types and the editor's JSON Schema. */
export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('type', [
    waitStepSchema,
    waitForSchema,
    sendStepSchema.extend(withFailure),
    branchSchema,
    splitSchema,
    experimentSchema,
    updateStepSchema,
    scoreStepSchema,
    pointsStepSchema,
    offerStepSchema.extend(withOtherwise),
    recommendStepSchema.extend(withOtherwise),
    actionStepSchema.extend(withFailure),
    taskStepSchema,
    enrolStepSchema,
    exitStepSchema,
    repeatSchema,
  ]),
);

import { z } from 'zod';

import { journeyLimits } from '../gate/limits.ts';
import { ownNames } from '../events/own-names.ts';
import { type Conditions, conditionsSchema, conditionsSchemaFor } from '../rules/conditions.ts';
import { watchFacts } from '../rules/facts.ts';
import { durationSchema } from '../time/duration.ts';
import { scheduleSchema } from '../time/schedule.ts';
import { recordEntryFields } from './record-entry.ts';
import { matchSchema, pathSchema, stepSchema, stepSchemaOf } from './steps.ts';
import type { StepTypes } from './steps/step-type.ts';

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

const eventName = z.string().min(1).max(200).describe('The name of an event, such as `Order Completed`.');

const again = z
  .string()
  .regex(
    /^(never|always|after exit|after .+)$/,
    'must be `never`, `always`, `after exit` or `after <duration>`',
  )
  .default('never')
  .describe(
    'May the same person enter again for the same key? `never`, `always`, `after exit`, `after 30 days`.',
  );

const caps = z
  .strictObject({
    hour: z.number().int().positive().optional().describe('From one full hour to the next.'),
    day: z.number().int().positive().optional().describe('On a day, in the time zone of the business.'),
    perRun: z.number().int().positive().optional().describe('Each time the schedule comes round.'),
    total: z.number().int().positive().optional().describe('In all.'),
  })
  .optional()
  .describe(
    'How many people may enter at most; people over the cap are not entered, and the ledger says so.',
  );

const entryCommon = {
  where: conditionsSchema.optional().describe('Conditions on the event and the person.'),
  again,
  caps,
};

/** The ways into a journey. */
export const entrySchema = z.union([
  z.strictObject({
    on: z
      .union([eventName, z.array(eventName).min(2).max(10)])
      .describe('The event that starts a run, or a list of events any of which does.'),
    key: pathSchema
      .optional()
      .describe('What a run is about, such as `$.properties.checkout_id`: one run per person and value.'),
    ...entryCommon,
  }),
  z.strictObject({
    segment: keySchema.describe('Starts when somebody joins this segment.'),
    when: z.enum(['joins', 'leaves']).default('joins').describe('On joining the segment or on leaving it.'),
    present: z
      .boolean()
      .default(false)
      .describe('Enter those who are in it already when the journey goes live, once, too.'),
    ...entryCommon,
  }),
  z.strictObject({
    attribute: pathSchema.describe(
      'Starts when this attribute of the profile changes, e.g. `$.traits.plan`.',
    ),
    from: z
      .union([z.string(), z.number(), z.boolean(), z.null()])
      .optional()
      .describe('What it was before; anything by default.'),
    to: z
      .union([z.string(), z.number(), z.boolean(), z.null()])
      .optional()
      .describe('What it is now; anything by default.'),
    crosses: z
      .number()
      .optional()
      .describe('Instead of `from` and `to`: when a number reaches this from below, or falls below it.'),
    direction: z
      .enum(['up', 'down'])
      .optional()
      .describe(
        'With `crosses`: `up` (by default) when it reaches the number, `down` when it falls below it.',
      ),
    ...entryCommon,
  }),
  z.strictObject({
    date: pathSchema.describe(
      'Starts at this date of the profile, e.g. `$.traits.birthday`; who changes it moves it.',
    ),
    yearly: z
      .boolean()
      .default(false)
      .describe('Every year on that day; 29 February is 28 February in common years.'),
    offset: z
      .string()
      .max(60)
      .optional()
      .describe('`7 days before`, `1 day after`: days and weeks keep the time of day.'),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .default('09:00')
      .describe('The time of day in the zone of the person.'),
    ...entryCommon,
  }),
  z.strictObject({
    schedule: scheduleSchema.describe(
      'Starts again and again for everybody in the segment, by the clock of the business.',
    ),
    audience: keySchema.describe('The segment whose members enter.'),
    ...entryCommon,
  }),
  z.strictObject({ ...recordEntryFields, ...entryCommon }),
  z.strictObject({
    api: z.literal(true).describe('Starts only when asked: by the API, a rule, or another journey.'),
    ...entryCommon,
  }),
]);
export type Entry = z.infer<typeof entrySchema>;
export type RecordEntry = Extract<Entry, { record: string }>;

/** The names of the events that start a journey; none where it starts otherwise. */
export const entryNames = (entry: Entry): readonly string[] => ('on' in entry ? [entry.on].flat() : []);

const listened = {
  on: eventName,
  where: conditionsSchema.optional().describe('Conditions on the event and the person.'),
  match: matchSchema.optional(),
};

const watched = conditionsSchemaFor([...watchFacts, 'record']).describe(
  'Instead of an event: as soon as these conditions hold for the person, whatever made them hold, also time.',
);

const outcome = keySchema.default('exited').describe('How it ended, as the reports show it.');
const within = durationSchema.default('14 days').describe('From the start of the run.');

/** What ends a run at once, wherever it stands: an event, or conditions on the person that come to hold. */
export const exitSchema = z.union([
  z.strictObject({ ...listened, outcome }),
  z.strictObject({ when: watched, outcome }),
]);
export type Exit = z.infer<typeof exitSchema>;

/** What the journey is for; looked for also after the run has ended, within the window. */
export const goalSchema = z.union([
  z.strictObject({
    ...listened,
    within,
    value: pathSchema.optional().describe('Where the event says what it is worth.'),
  }),
  z.strictObject({ when: watched, within }),
]);
export type Goal = z.infer<typeof goalSchema>;

/** The name of the event that brings an exit or a goal: that of its own, or what the engine says when a condition holds. */
export const nameOf = (listener: Exit | Goal): string => ('on' in listener ? listener.on : ownNames.met);

/** Where a condition stands that ends or converts a run as soon as it holds: `exit[0]`, `goal`. */
export const exitPlace = (index: number): string => `exit[${index}]`;
export const goalPlace = 'goal';

const stepListOf = (step: typeof stepSchema) =>
  z.array(step).min(1).max(200).describe('What happens, in order.');

/** The schema of a journey file, `journeys/<key>.json`. */
export const journeySchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  key: keySchema.describe(
    'The name of the journey in links, reports and commands; the file has the same name.',
  ),
  name: z.string().min(1).max(120).describe('What people call it.'),
  description: z
    .string()
    .max(1000)
    .optional()
    .describe('What it is for, and what to know before changing it.'),
  stage: z
    .enum(['acquisition', 'retention', 'expansion', 'referral', 'service'])
    .describe("The turn of the customer's cycle it serves."),
  entry: entrySchema.describe('How people come in.'),
  exit: z
    .array(exitSchema)
    .max(20)
    .default([])
    .describe('What ends a run at once, also amid a wait: events, and conditions that come to hold.'),
  goal: goalSchema
    .optional()
    .describe('What the journey is for; looked for also after the run has ended, within the window.'),
  holdout: z
    .number()
    .min(0)
    .max(50)
    .default(0)
    .describe('Percent of people who get nothing, so that the effect can be measured.'),
  priority: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(50)
    .describe(
      'Who goes first when a frequency cap has room for one: a message waits for those of journeys of higher priority that are due within the hour.',
    ),
  ...journeyLimits,
  steps: stepListOf(stepSchema),
});
export type JourneyDefinition = z.infer<typeof journeySchema>;
export type JourneySchema = typeof journeySchema;

/** The schema of a journey file in a language with other types of step. */
export const journeySchemaOf = (types: StepTypes): JourneySchema =>
  journeySchema.extend({ steps: stepListOf(stepSchemaOf(types)) });

/** An exit or a goal that an event brings, and where it stands. */
export type EventListener = Pick<Extract<Exit, { on: string }>, 'on' | 'where' | 'match'> & {
  readonly path: string;
};

/** The exits and the goal of a journey that events bring; those by a condition are left out. */
export const eventListeners = (
  definition: Pick<JourneyDefinition, 'exit' | 'goal'>,
): readonly EventListener[] => {
  const { exit, goal } = definition;
  return [
    ...exit.flatMap((one, index) => ('on' in one ? [{ ...one, path: exitPlace(index) }] : [])),
    ...(goal !== undefined && 'on' in goal ? [{ ...goal, path: goalPlace }] : []),
  ];
};

/** A condition that ends or converts a run as soon as it holds, and where it stands. */
export type WatchedCondition = { readonly path: string; readonly when: Conditions };

/** The conditions of a journey that end or convert its runs. */
export const watchedConditions = (
  definition: Pick<JourneyDefinition, 'exit' | 'goal'>,
): readonly WatchedCondition[] => {
  const { exit, goal } = definition;
  return [
    ...exit.flatMap((one, index) => ('when' in one ? [{ when: one.when, path: exitPlace(index) }] : [])),
    ...(goal !== undefined && 'when' in goal ? [{ when: goal.when, path: goalPlace }] : []),
  ];
};

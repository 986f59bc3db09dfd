import { z } from 'zod';

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

/** The key of a field of an object, or what every record has: `stage`, `owner`, `team`. */
export const pathlessField = z
  .string()
  .min(1)
  .max(40)
  .describe('The key of a field of the object, such as `closeOn`.');

/** The name of an event. */
export const eventNameSchema = z
  .string()
  .min(1)
  .max(200)
  .describe('The name of an event, such as `Order Completed`.');

/** The key of a file of the workspace, or a name in `ciclo.json`. */
export const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');

/**
 * How an event is tied to the run: a path whose value must be the entry key; the id of an earlier `send`
 * step whose message the event must be about; or two paths that must have the same value, of this event and of
 * the entry event or of what an earlier step gave.
 */
export const matchSchema = z
  .union([
    pathSchema,
    stepIdSchema,
    z.strictObject({
      event: pathSchema.describe('Where in the arriving event.'),
      entry: pathSchema.describe('Where in the event that started the run.'),
    }),
    z.strictObject({
      event: pathSchema.describe('Where in the arriving event.'),
      steps: pathSchema.describe('Where in what steps gave: `$.gift.code`.'),
    }),
  ])
  .describe(
    'What ties the event to this run: a path equal to the entry key, a send step, or two equal paths.',
  );
export type Match = z.infer<typeof matchSchema>;

/** What every step has. */
export const common = {
  id: stepIdSchema,
  note: z.string().max(500).optional().describe('For the reader; the engine ignores it.'),
};

const templated = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A value that may hold templates: `{{profile.traits.email}}`. */
export const templatedValue: z.ZodType<TemplatedValue> = z.lazy(() =>
  z.union([templated, z.array(templatedValue), z.record(z.string(), templatedValue)]),
);
export type TemplatedValue =
  | string
  | number
  | boolean
  | null
  | TemplatedValue[]
  | { [key: string]: TemplatedValue };

/** The field that tells a step's type, with what steps of the type do. */
export const typeOf = <T extends string>(type: T, does: string) => z.literal(type).describe(does);

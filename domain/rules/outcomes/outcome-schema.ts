import { z } from 'zod';

/** What descriptions say of a field that may hold templates. */
export const templated = 'May hold templates such as `{{event.properties.order_id}}`.';

/** The schema of an outcome: its type, its `params`, and what it does. */
export const outcomeSchema = <T extends string, P extends z.ZodType>(type: T, params: P, what: string) =>
  z.strictObject({ type: z.literal(type).describe(what), params }).describe(what);

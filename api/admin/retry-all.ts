import { z } from '@hono/zod-openapi';
import { answer } from './kit.ts';

/** How many stuck things one call puts back into the queue. */
export const retryLimit = z
  .int()
  .min(1)
  .max(10_000)
  .default(1_000)
  .openapi({ description: 'At most so many; with `more`, call again for the rest.' });

/** What is answered to a call that puts many back. */
export const retryAllAnswer = answer({
  description: 'They are in the queue again.',
  schema: z.object({
    queued: z.int(),
    more: z.boolean().openapi({ description: 'There may be more of them.' }),
  }),
});

import { z } from 'zod';

import type { Say } from '../platform/say.ts';

/** An operation on many people, as the API tells of it. */
export const jobSchema = z.object({
  id: z.string(),
  journey: z.string(),
  action: z.looseObject({ kind: z.string() }),
  rate: z.number(),
  state: z.string(),
  total: z.number(),
  done: z.number(),
  passed: z.number(),
  failed: z.number(),
  troubles: z.array(z.object({ run: z.string(), message: z.string() })),
});
type JobAnswer = z.infer<typeof jobSchema>;

/** Says how far a job is. */
export const sayJob = (job: JobAnswer, say: Say): void => {
  const { action, journey, state, total, done, passed, failed, rate } = job;
  say(`${job.id}  ${action.kind} in ${journey}: ${state}`);
  say(`  ${done} of ${total} done, ${passed} had nothing to do, ${failed} failed; ${rate} a second`);
  for (const { run, message } of job.troubles) say(`  run ${run}: ${message}`);
};

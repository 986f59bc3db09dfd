import { z } from '@hono/zod-openapi';
import { selectionSchema } from '../../domain/jobs/selection.ts';
import type { Position } from '../../api/ports/views.ts';
import { instant, iso, isoField } from '../../api/admin/kit.ts';
import type { Job } from './ports.ts';

export const jobSchema = z
  .object({
    id: z.string(),
    journey: z.string(),
    action: z
      .looseObject({ kind: z.string() })
      .openapi({ description: '`hold` and `release` are the freeze of a whole journey and its end.' }),
    who: selectionSchema,
    rate: z.number().openapi({ description: 'People per second at most.' }),
    state: z.enum(['queued', 'running', 'done', 'cancelled']),
    total: z.int().openapi({ description: 'How many there were when it was asked for.' }),
    done: z.int(),
    passed: z.int().openapi({ description: 'Those for whom there was nothing to do any more.' }),
    failed: z.int(),
    troubles: z
      .array(z.object({ run: z.string(), message: z.string() }))
      .openapi({ description: 'The first of those it could not deal with.' }),
    createdAt: instant,
    endedAt: instant.optional(),
  })
  .openapi('Job');

/** A job as answers show it. */
export const jobBody = (job: Job): z.infer<typeof jobSchema> => ({
  id: job.id,
  journey: job.journey,
  action: job.action,
  who: job.who,
  rate: job.rate,
  state: job.state,
  total: job.total,
  done: job.done,
  passed: job.passed,
  failed: job.failed,
  troubles: job.troubles.map(({ run, message }) => ({ run, message })),
  createdAt: iso(job.createdAt),
  ...isoField('endedAt', job.endedAt),
});

/** Where a job is in lists. */
export const jobPosition = (job: Job): Position => ({ at: job.createdAt, n: 0, id: job.id });

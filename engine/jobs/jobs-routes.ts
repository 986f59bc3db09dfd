import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import { CicloError, notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { jobRequestSchema, rateSchema } from '../../domain/jobs/job-request.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { BulkJobs } from './bulk-jobs.ts';
import { jobBody, jobPosition, jobSchema } from './job-body.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  notFoundProblem,
  problemItem,
  text,
  unprocessableProblem,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';

export const dryRunQuery = z.object({
  dryRun: z.enum(['0', '1']).optional().openapi({ description: '`1`: only says what it would do.' }),
});

export const standingSchema = z.array(
  z.object({
    version: z.int(),
    step: z.string().nullable(),
    runs: z.int(),
    frozen: z.int().openapi({ description: 'Of these, how many stand still.' }),
  }),
);

const previewSchema = z
  .object({ total: z.int(), standing: standingSchema, problems: z.array(problemItem) })
  .openapi('JobPreview');

const params = z.object({ id: text(200) });

const startRoute = createRoute({
  method: 'post',
  path: '/jobs',
  tags: ['Jobs'],
  summary: 'Do something to many people of a journey',
  description:
    'They are dealt with one after the other, so many a second. With `dryRun=1` the answer is 200 with how many stand where. The same Idempotency-Key again is the same job.',
  security: withKey,
  request: { headers: idempotencyHeader, query: dryRunQuery, body: jsonBody(jobRequestSchema) },
  responses: {
    200: answer({ description: 'Whom it would be about.', schema: previewSchema }),
    202: answer({ description: 'It has begun.', schema: jobSchema }),
    ...commonProblems,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const reviveRoute = createRoute({
  method: 'post',
  path: '/jobs/revive',
  tags: ['Jobs'],
  summary: 'Bring back the workflows of all active runs, after a restore',
  description:
    'One job for each journey with active runs. A workflow is started where none is open; an open one looks at its run again. Nothing is done twice, so it may be repeated. The same Idempotency-Key again is the same jobs.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(z.strictObject({ rate: rateSchema.optional() })),
  },
  responses: {
    202: answer({ description: 'The jobs that have begun.', schema: z.object({ jobs: z.array(jobSchema) }) }),
    ...commonProblems,
    ...conflictProblem,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/jobs',
  tags: ['Jobs'],
  summary: 'Operations on many people, newest first',
  ...listing({
    description: 'A page of jobs.',
    filters: {
      journey: text(64).optional(),
      state: z.enum(['queued', 'running', 'done', 'cancelled']).optional(),
    },
    rows: { jobs: z.array(jobSchema) },
  }),
});

const getRoute = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  tags: ['Jobs'],
  summary: 'One operation, and how far it has come',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The job.', schema: jobSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const rateRoute = createRoute({
  method: 'patch',
  path: '/jobs/{id}',
  tags: ['Jobs'],
  summary: 'Change how many people a second an operation deals with',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject({ rate: rateSchema })) },
  responses: {
    200: answer({ description: 'The job.', schema: jobSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/jobs/{id}/cancel',
  tags: ['Jobs'],
  summary: 'End an operation where it is',
  description: 'Those it has dealt with stay dealt with; the others stay as they are.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The job.', schema: jobSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const nowhere = () => notFound('job');
const over = () => new CicloError({ code: 'conflict', message: 'The job is over.' });

/** `/api/jobs`: what is done to many people at once. */
export const jobRoutes = (deps: { bulkJobs: BulkJobs }): OpenAPIHono<ApiEnv> => {
  const { bulkJobs: jobs } = deps;
  const bodyOf = async (input: { tenant: string; id: string }) => {
    const job = await jobs.get(input);
    if (job === undefined) throw nowhere();
    return jobBody(job);
  };
  return createRoutes()
    .openapi(startRoute, async (c) => {
      const { tenant } = c.get('key');
      const { do: action, who, rate } = c.req.valid('json');
      const wish = { tenant, action, who, ...given({ rate }) };
      if (c.req.valid('query').dryRun === '1') {
        const { total, standing, problems } = await jobs.preview(wish);
        return c.json({ total, standing: [...standing], problems: [...problems] }, 200);
      }
      const idempotencyKey = c.req.valid('header')['idempotency-key'];
      const id = hashId('job', tenant, idempotencyKey ?? randomUUID());
      return c.json(jobBody(await jobs.start({ ...wish, id })), 202);
    })
    .openapi(reviveRoute, async (c) => {
      const { tenant } = c.get('key');
      const idempotencyKey = c.req.valid('header')['idempotency-key'];
      const id = hashId('job', tenant, idempotencyKey ?? randomUUID());
      const begun = await jobs.reviveAll({ tenant, id, ...given(c.req.valid('json')) });
      return c.json({ jobs: begun.map(jobBody) }, 202);
    })
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => jobs.list({ tenant, ...given(filters), ...page }),
        positionOf: jobPosition,
      });
      return c.json({ jobs: items.map(jobBody), ...given({ next }) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(await bodyOf({ tenant, id: c.req.valid('param').id }), 200);
    })
    .openapi(rateRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const changed = await jobs.setRate({ tenant, id, rate: c.req.valid('json').rate });
      if (changed === 'not-found') throw nowhere();
      if (changed === 'over') throw over();
      return c.json(await bodyOf({ tenant, id }), 200);
    })
    .openapi(cancelRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const cancelled = await jobs.cancel({ tenant, id });
      if (cancelled === 'not-found') throw nowhere();
      if (cancelled === 'over') throw over();
      return c.json(await bodyOf({ tenant, id }), 200);
    });
};

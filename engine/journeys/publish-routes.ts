import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { publishPlanSchema } from '../../domain/jobs/publish-plan.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { PublishFiles } from './publish-files.ts';
import { publicationLine, publishedBody, publishedSchema } from './published-body.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';

const filesMax = 5000;

/** What is said about the people a publication reaches. */
export const planFields = {
  plan: publishPlanSchema.optional().openapi({
    type: 'object',
    additionalProperties: {},
    description:
      'What becomes of the people inside, by journey: `finish` (default), `next-step`, `now`, `exit`, or an object with `people`, `map`, `outcome`, `rate`.',
  }),
  expect: z
    .int()
    .nonnegative()
    .optional()
    .openapi({ description: 'How many people come in at once, where the launch guard asks.' }),
};

const bodySchema = z
  .strictObject({
    files: z
      .record(z.string().min(1).max(300), z.string().max(5 * 1024 * 1024))
      .refine((files) => Object.keys(files).length <= filesMax, `has more than ${filesMax} files`)
      .openapi({ description: 'The text of every file of the workspace, by its path.' }),
    ...planFields,
  })
  .openapi('Publication');

const route = createRoute({
  method: 'put',
  path: '/workspace',
  tags: ['Journeys'],
  summary: 'Publish a workspace, with a plan for the people inside',
  description:
    'All of it takes force at one instant, or nothing does. With `dryRun=1` the answer is what it would do. What is wrong is in `problems`, with file, line and column.',
  security: withKey,
  request: { headers: idempotencyHeader, query: dryRunQuery, body: jsonBody(bodySchema) },
  responses: {
    200: answer({ description: 'What was, or would be, published.', schema: publishedSchema }),
    ...commonProblems,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `PUT /api/workspace`: a whole workspace takes force. */
export const publishRoutes = (deps: { publishFiles: PublishFiles }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { files, plan = {}, expect } = c.req.valid('json');
    const dryRun = c.req.valid('query').dryRun === '1';
    const done = await deps.publishFiles({ tenant, files, plan, dryRun, ...given({ expect }) });
    c.set('audited', publicationLine(done));
    return c.json(publishedBody(done), 200);
  });

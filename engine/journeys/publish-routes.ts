import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { publishPlanSchema } from '../../domain/jobs/publish-plan.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Caller } from '../../api/ports/keys.ts';
import type { RefuseUnapproved } from '../approvals/approval-required.ts';
import type { Publisher } from '../publications/ports.ts';
import type { PublishFiles } from './publish/publish-files.ts';
import { publicationLine, publishedBody, publishedSchema } from './published-body.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  text,
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
  note: text(500).optional().openapi({ description: 'Why, for the history of publications.' }),
};

/** Who publishes by a call of the API. */
export const publisherOf = ({ id, user }: Caller): Publisher => ({
  kind: user === undefined ? 'key' : 'user',
  id,
});

const bodySchema = z
  .strictObject({
    files: z
      .record(z.string().min(1).max(300), z.string().max(5 * 1024 * 1024))
      .refine((files) => Object.keys(files).length <= filesMax, `has more than ${filesMax} files`)
      .openapi({ description: 'The text of every file of the workspace, by its path.' }),
    ...planFields,
    pulled: z.int().nonnegative().optional().openapi({
      description: 'The revision that the folder was last pulled from.',
    }),
    force: z.boolean().default(false).openapi({
      description: 'Publish also where other texts of the files were published elsewhere since.',
    }),
  })
  .openapi('Publication');

const route = createRoute({
  method: 'put',
  path: '/workspace',
  tags: ['Journeys'],
  summary: 'Publish a workspace, with a plan for the people inside',
  description:
    'All of it takes force at one instant, or nothing does. With `dryRun=1` the answer is what it would do. What is wrong is in `problems`, with file, line and column. A folder that is older than what was published elsewhere, such as in the studio, is a conflict unless `force` says so.',
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
export const publishRoutes = (deps: {
  publishFiles: PublishFiles;
  refuseUnapproved: RefuseUnapproved;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { files, plan = {}, expect, note, pulled, force } = c.req.valid('json');
    const dryRun = c.req.valid('query').dryRun === '1';
    const by = publisherOf(c.get('key'));
    if (!dryRun) await deps.refuseUnapproved(c.get('key'), 'folder');
    const origin = { by, source: 'folder' as const, force, ...given({ note, pulled }) };
    const done = await deps.publishFiles({ tenant, files, plan, dryRun, origin, ...given({ expect }) });
    c.set('audited', publicationLine(done));
    return c.json(publishedBody(done), 200);
  });

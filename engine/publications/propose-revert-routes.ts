import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { approvalBody, approvalSchema, approverOf } from '../approvals/approval-body.ts';
import type { ProposeRevert } from './propose-revert.ts';

const route = createRoute({
  method: 'post',
  path: '/workspace/publications/{revision}/review',
  tags: ['Workspace'],
  summary: 'Send the files of a former publication for review',
  description:
    'Each file that says something else now becomes a draft of yours, and all of them one approval; lists of people stay as they are. This is the way back where the workspace asks for approvals.',
  security: withKey,
  request: {
    params: z.object({ revision: text(20).openapi({ description: 'The revision of the publication.' }) }),
    body: jsonBody(
      z.strictObject({ note: text(500).openapi({ description: 'Why, for anyone who looks at it.' }) }),
    ),
  },
  responses: {
    201: answer({ description: 'It waits for review.', schema: approvalSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `POST /api/workspace/publications/{revision}/review`: a former publication is looked at before it is published again. */
export const proposeRevertRoutes = (deps: { proposeRevert: ProposeRevert }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const revision = Number(c.req.valid('param').revision);
    const by = approverOf(c.get('key'));
    const row = await deps.proposeRevert({ tenant, revision, by, note: c.req.valid('json').note });
    c.set('audited', { subject: row.id, details: { files: row.files.length, of: revision } });
    return c.json(approvalBody(row), 201);
  });

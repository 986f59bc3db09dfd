import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  instant,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import { publicationLine, publishedBody, publishedSchema } from '../journeys/published-body.ts';
import { planFields } from '../journeys/publish-routes.ts';
import { approvalBody, approvalSchema, approverOf } from './approval-body.ts';
import type { ReviewApprovals } from './review-approvals.ts';
import type { PublishApproval } from './publish-approval.ts';

const tags = ['Workspace'];
const params = z.object({ id: text(200) });
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const responses = {
  200: answer({ description: 'The approval as it stands now.', schema: approvalSchema }),
  ...problems,
};
const round = z.int().min(1).openapi({ description: 'What you looked at: the `round` of the approval.' });

const actRoute = <Path extends string, Shape extends z.ZodRawShape>(input: {
  path: Path;
  summary: string;
  description: string;
  body: Shape;
}) =>
  createRoute({
    method: 'post',
    path: input.path,
    tags,
    summary: input.summary,
    description: input.description,
    security: withKey,
    request: { params, body: jsonBody(z.strictObject(input.body)) },
    responses,
  });

const approveRoute = actRoute({
  path: '/workspace/approvals/{id}/approve',
  summary: 'Approve drafts: they can be published as they are',
  description:
    'A change of one of them takes the approval back. Where the workspace says `"approvals": "required"`, somebody who signed in and is not the author approves.',
  body: { round, note: text(500).optional() },
});
const returnRoute = actRoute({
  path: '/workspace/approvals/{id}/return',
  summary: 'Return drafts to their author with a comment',
  description: 'Also after they were approved, as long as they are not published.',
  body: { round, note: text(2000).openapi({ description: 'What is to be changed.' }) },
});
const scheduleRoute = actRoute({
  path: '/workspace/approvals/{id}/schedule',
  summary: 'Publish what was approved at a set time, with a plan for the people inside',
  description:
    '`null` takes the time back. If it cannot be published then, it says why, and goes back to its author.',
  body: {
    at: instant.nullable().openapi({ description: 'At most a year ahead.' }),
    plan: planFields.plan,
    expect: planFields.expect,
  },
});
const withdrawRoute = actRoute({
  path: '/workspace/approvals/{id}/withdraw',
  summary: 'Take drafts out of review',
  description: 'The author does, or a user who may publish. The drafts stay.',
  body: {},
});
const publishRoute = createRoute({
  method: 'post',
  path: '/workspace/approvals/{id}/publish',
  tags,
  summary: 'Publish what was approved, with a plan for the people inside',
  description:
    'With `dryRun=1` the answer is what it would do, also before it is approved. Another text of one of its files that was published meanwhile is a conflict: the author brings it up to date, and sends it again.',
  security: withKey,
  request: {
    params,
    headers: idempotencyHeader,
    query: dryRunQuery,
    body: jsonBody(z.strictObject(planFields)),
  },
  responses: {
    200: answer({ description: 'What was, or would be, published.', schema: publishedSchema }),
    ...problems,
  },
});

type Deps = { readonly reviewApprovals: ReviewApprovals; readonly publishApproval: PublishApproval };

/** What is decided about an approval: `/api/workspace/approvals/{id}/approve` and the others. */
export const decideRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { reviewApprovals, publishApproval } = deps;
  return createRoutes()
    .openapi(approveRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { round: seen, note } = c.req.valid('json');
      const by = approverOf(c.get('key'));
      const row = await reviewApprovals.approve({ tenant, id, by, round: seen, ...given({ note }) });
      c.set('audited', { subject: id, details: { round: row.round } });
      return c.json(approvalBody(row), 200);
    })
    .openapi(returnRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { round: seen, note } = c.req.valid('json');
      const by = approverOf(c.get('key'));
      const row = await reviewApprovals.giveBack({ tenant, id, by, round: seen, note });
      return c.json(approvalBody(row), 200);
    })
    .openapi(scheduleRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { at, plan = {}, expect } = c.req.valid('json');
      const by = approverOf(c.get('key'));
      const when = at === null ? null : Date.parse(at);
      const row = await reviewApprovals.schedule({ tenant, id, by, at: when, plan, ...given({ expect }) });
      c.set('audited', { subject: id, details: { at: at ?? 'never' } });
      return c.json(approvalBody(row), 200);
    })
    .openapi(withdrawRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const { id } = c.req.valid('param');
      const by = approverOf(c.get('key'));
      const row = await reviewApprovals.withdraw({ tenant, id, by, mayDecide: scopes.includes('publish') });
      return c.json(approvalBody(row), 200);
    })
    .openapi(publishRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const { plan = {}, expect, note } = c.req.valid('json');
      const dryRun = c.req.valid('query').dryRun === '1';
      const by = approverOf(c.get('key'));
      const done = await publishApproval({ tenant, id, by, plan, dryRun, ...given({ expect, note }) });
      const { details, subject: revision } = publicationLine(done);
      c.set('audited', { subject: id, details: { ...details, revision } });
      return c.json(publishedBody(done), 200);
    });
};

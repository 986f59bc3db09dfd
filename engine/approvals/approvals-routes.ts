import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { approvalStates } from '../../domain/approvals/approval.ts';
import { needsApproval } from '../../domain/approvals/approval-settings.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import {
  approvalBody,
  approvalSchema,
  approvalWithFilesBody,
  approvalWithFilesSchema,
  approverOf,
} from './approval-body.ts';
import type { ApprovalStore } from './ports.ts';
import type { ReadApproval } from './read-approval.ts';
import type { SendApprovals } from './send-approval.ts';

const tags = ['Workspace'];
const id = text(200);
const params = z.object({ id });
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };
const pathsMax = 500;

const sentFields = {
  note: text(500).openapi({ description: 'What the drafts are for, for anyone who looks at them.' }),
  paths: z.array(text(300)).min(1).max(pathsMax).optional().openapi({
    description:
      'Some of your drafts; by default all that no other approval has, or those that were sent before.',
  }),
};

const listRoute = createRoute({
  method: 'get',
  path: '/workspace/approvals',
  tags,
  summary: 'Drafts that were sent for review, newest first',
  ...listing({
    description: 'A page of approvals.',
    filters: {
      state: z.enum(approvalStates).optional(),
      author: id.optional().openapi({ description: 'The id of a user or key, or `me` for the caller.' }),
    },
    rows: {
      approvals: z.array(approvalSchema),
      required: z.boolean().openapi({
        description: 'Nothing is published here that nobody else than its author has approved.',
      }),
    },
  }),
});

const showRoute = createRoute({
  method: 'get',
  path: '/workspace/approvals/{id}',
  tags,
  summary: 'One approval, with what it changes in each file and what is wrong with it',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The approval.', schema: approvalWithFilesSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

const sendRoute = createRoute({
  method: 'post',
  path: '/workspace/approvals',
  tags,
  summary: 'Send your drafts for review',
  description:
    'Others see what you sent, and neither more nor less is published once it is approved. A draft below which somebody published another text is a conflict.',
  security: withKey,
  request: { body: jsonBody(z.strictObject(sentFields)) },
  responses: { 201: answer({ description: 'It waits for review.', schema: approvalSchema }), ...problems },
});

const sendAgainRoute = createRoute({
  method: 'post',
  path: '/workspace/approvals/{id}/send',
  tags,
  summary: 'Send your drafts for review once more, as they are now',
  description: 'After they were returned, or changed: it waits for review again.',
  security: withKey,
  request: { params, body: jsonBody(z.strictObject(sentFields)) },
  responses: { 200: answer({ description: 'It waits for review.', schema: approvalSchema }), ...problems },
});

type Deps = {
  readonly approvals: Pick<ApprovalStore, 'list'>;
  readonly sendApprovals: SendApprovals;
  readonly readApproval: ReadApproval;
  readonly live: Pick<LiveWorkspaces, 'fresh'>;
};

/** `/api/workspace/approvals`: drafts are sent for review, listed and looked at. */
export const approvalRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, id: me } = c.get('key');
      const { state, author, ...query } = c.req.valid('query');
      const { published } = await deps.live.fresh(tenant);
      const who = author === 'me' ? me : author;
      const { items, next } = await readPage({
        c,
        query,
        read: (page) => deps.approvals.list({ ...page, tenant, ...given({ state, author: who }) }),
        positionOf: ({ createdAt, id: of }) => ({ at: createdAt, n: 0, id: of }),
      });
      const required = needsApproval(published.settings);
      return c.json({ approvals: items.map(approvalBody), required, ...given({ next }) }, 200);
    })
    .openapi(showRoute, async (c) => {
      const { tenant } = c.get('key');
      const read = await deps.readApproval({ tenant, id: c.req.valid('param').id });
      return c.json(approvalWithFilesBody(read), 200);
    })
    .openapi(sendRoute, async (c) => {
      const { tenant } = c.get('key');
      const { note, paths } = c.req.valid('json');
      const by = approverOf(c.get('key'));
      const row = await deps.sendApprovals.send({ tenant, by, note, ...given({ paths }) });
      c.set('audited', { subject: row.id, details: { files: row.files.length } });
      return c.json(approvalBody(row), 201);
    })
    .openapi(sendAgainRoute, async (c) => {
      const { tenant } = c.get('key');
      const { note, paths } = c.req.valid('json');
      const of = c.req.valid('param').id;
      const by = approverOf(c.get('key'));
      const row = await deps.sendApprovals.sendAgain({ tenant, id: of, by, note, ...given({ paths }) });
      c.set('audited', { subject: row.id, details: { files: row.files.length, round: row.round } });
      return c.json(approvalBody(row), 200);
    });

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { RefuseUnapproved } from '../approvals/approval-required.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { planFields, publisherOf } from '../journeys/publish-routes.ts';
import { publicationLine, publishedBody, publishedSchema } from '../journeys/published-body.ts';
import type { PublicationStore } from './ports.ts';
import {
  publicationBody,
  publicationSchema,
  publicationWithFilesBody,
  publicationWithFilesSchema,
} from './publication-body.ts';
import type { ReadPublication } from './read-publication.ts';
import type { RevertPublication } from './revert-publication.ts';

const tags = ['Workspace'];
const params = z.object({
  revision: text(20).openapi({ description: 'The revision of the publication.' }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/workspace/publications',
  tags,
  summary: 'What was published, newest first: when, by whom and why',
  description: 'As many are kept as `publications.keep` in `ciclo.json` says.',
  ...listing({
    description: 'A page of publications.',
    filters: {},
    rows: { publications: z.array(publicationSchema) },
  }),
});

const showRoute = createRoute({
  method: 'get',
  path: '/workspace/publications/{revision}',
  tags,
  summary: 'One publication, with what it changed in each file',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The publication.', schema: publicationWithFilesSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const revertRoute = createRoute({
  method: 'post',
  path: '/workspace/publications/{revision}/revert',
  tags,
  summary: 'Publish the files of a former publication again, with a plan for the people inside',
  description:
    'This makes a new publication with the former texts; lists of people stay as they are. With `dryRun=1` the answer is what it would do. Where the workspace asks for approvals, send them for review instead (`/review`).',
  security: withKey,
  request: {
    params,
    headers: idempotencyHeader,
    query: dryRunQuery,
    body: jsonBody(z.strictObject(planFields)),
  },
  responses: {
    200: answer({ description: 'What was, or would be, published.', schema: publishedSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

/** `/api/workspace/publications`: what was published, and the way back to it. */
export const publicationRoutes = (deps: {
  publications: PublicationStore;
  readPublication: ReadPublication;
  revertPublication: RevertPublication;
  refuseUnapproved: RefuseUnapproved;
  live: LiveWorkspaces;
}): OpenAPIHono<ApiEnv> => {
  /** Nothing is published for a tenant that has a key and no workspace yet. */
  const liveId = async (tenant: string): Promise<string | undefined> =>
    (await deps.live.tenants()).includes(tenant)
      ? (await deps.live.of(tenant)).published.publication
      : undefined;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: (page) => deps.publications.list({ tenant, ...page }),
        positionOf: ({ revision, at, id }) => ({ at, n: revision, id }),
      });
      const live = await liveId(tenant);
      return c.json(
        { publications: items.map((row) => publicationBody(row, live)), ...given({ next }) },
        200,
      );
    })
    .openapi(showRoute, async (c) => {
      const { tenant } = c.get('key');
      const found = await deps.readPublication({ tenant, revision: Number(c.req.valid('param').revision) });
      return c.json(publicationWithFilesBody(found, await liveId(tenant)), 200);
    })
    .openapi(revertRoute, async (c) => {
      const { tenant } = c.get('key');
      const { plan = {}, expect, note } = c.req.valid('json');
      const revision = Number(c.req.valid('param').revision);
      const dryRun = c.req.valid('query').dryRun === '1';
      if (!dryRun) await deps.refuseUnapproved(c.get('key'), 'revert');
      const done = await deps.revertPublication({
        tenant,
        revision,
        by: publisherOf(c.get('key')),
        plan,
        dryRun,
        ...given({ expect, note }),
      });
      const line = publicationLine(done);
      c.set('audited', { ...line, details: { ...line.details, of: revision } });
      return c.json(publishedBody(done), 200);
    });
};

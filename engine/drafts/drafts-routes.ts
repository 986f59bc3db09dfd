import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

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
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { dryRunQuery } from '../jobs/jobs-routes.ts';
import { publicationLine, publishedBody, publishedSchema } from '../journeys/published-body.ts';
import { planFields, publisherOf } from '../journeys/publish-routes.ts';
import { contentBody, contentSchema, stateBody, stateSchema } from './file-body.ts';
import type { EditFiles } from './edit-files.ts';
import { schemaRoutes } from './schema-routes.ts';

const params = z.object({
  path: text(300).openapi({ description: 'As one part of the address: `journeys%2Fwelcome.json`.' }),
});
const textMost = 5 * 1024 * 1024;
const fileText = z.string().max(textMost).nullable();

const tags = ['Workspace'];
const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem };

const listRoute = createRoute({
  method: 'get',
  path: '/workspace/files',
  tags,
  summary: 'The files of the workspace, with your drafts',
  description:
    'Lists of people (`segments/*.csv`) are not among them: they are published from a folder, and an erasure reaches them.',
  security: withKey,
  responses: {
    200: answer({ description: 'By path.', schema: z.object({ files: z.array(stateSchema) }) }),
    ...problems,
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/workspace/files/{path}',
  tags,
  summary: 'One file, as it is published and as your draft has it',
  security: withKey,
  request: { params },
  responses: { 200: answer({ description: 'The file.', schema: contentSchema }), ...problems },
});

const saveRoute = createRoute({
  method: 'put',
  path: '/workspace/drafts/{path}',
  tags,
  summary: 'Keep a draft of a file, which nobody but you sees until it is published',
  description: 'A draft that says what is published is none. Nothing is checked yet: see `/workspace/check`.',
  security: withKey,
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        text: fileText.openapi({ description: 'The whole file; null removes it.' }),
        base: text(64).nullable().optional().openapi({
          description:
            'The hash of the published text the draft was begun from; without it that of the draft before, or what is published now.',
        }),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'The file.', schema: contentSchema }),
    ...problems,
    ...unprocessableProblem,
  },
});

const discardRoute = createRoute({
  method: 'delete',
  path: '/workspace/drafts/{path}',
  tags,
  summary: 'Discard a draft',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'It is gone.', schema: z.object({ path: z.string() }) }),
    ...problems,
  },
});

const checkRoute = createRoute({
  method: 'post',
  path: '/workspace/check',
  tags,
  summary: 'What is wrong with the workspace as your drafts would make it',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        files: z
          .record(text(300), fileText)
          .refine((files) => Object.keys(files).length <= 500, 'has more than 500 files')
          .default({})
          .openapi({
            description: 'Texts over those of the drafts, by path; null for a file that is to go.',
          }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'Everything that is wrong or doubtful, with file, line and column.',
      schema: z.object({ problems: z.array(problemItem) }),
    }),
    ...problems,
  },
});

const publishRoute = createRoute({
  method: 'post',
  path: '/workspace/drafts/publish',
  tags,
  summary: 'Publish all your drafts, with a plan for the people inside',
  description:
    'All of it takes force at one instant, or nothing does. With `dryRun=1` the answer is what it would do. A draft below which somebody published another text is a conflict.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    query: dryRunQuery,
    body: jsonBody(z.strictObject(planFields)),
  },
  responses: {
    200: answer({ description: 'What was, or would be, published.', schema: publishedSchema }),
    ...problems,
    ...unprocessableProblem,
  },
});

/** `/api/workspace/files` and `/api/workspace/drafts`: files of the workspace are read, changed and published. */
export const draftRoutes = (deps: { editFiles: EditFiles }): OpenAPIHono<ApiEnv> => {
  const { editFiles } = deps;
  const routes = createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      return c.json({ files: (await editFiles.list({ tenant, owner })).map(stateBody) }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      return c.json(contentBody(await editFiles.read({ tenant, owner, ...c.req.valid('param') })), 200);
    })
    .openapi(checkRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      const found = await editFiles.check({ tenant, owner, changes: c.req.valid('json').files });
      return c.json({ problems: found.map((problem) => ({ ...problem })) }, 200);
    })
    .openapi(publishRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      const { plan = {}, expect, note } = c.req.valid('json');
      const dryRun = c.req.valid('query').dryRun === '1';
      const by = publisherOf(c.get('key'));
      const done = await editFiles.publish({
        tenant,
        owner,
        plan,
        by,
        dryRun,
        ...given({ expect, note }),
      });
      c.set('audited', publicationLine(done));
      return c.json(publishedBody(done), 200);
    })
    .openapi(saveRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      const { text: wanted, base } = c.req.valid('json');
      const { path } = c.req.valid('param');
      const saved = await editFiles.save({ tenant, owner, path, text: wanted, ...given({ base }) });
      c.set('audited', { subject: path });
      return c.json(contentBody(saved), 200);
    })
    .openapi(discardRoute, async (c) => {
      const { tenant, id: owner } = c.get('key');
      const { path } = c.req.valid('param');
      await editFiles.discard({ tenant, owner, path });
      c.set('audited', { subject: path });
      return c.json({ path }, 200);
    });
  return routes.route('/', schemaRoutes());
};

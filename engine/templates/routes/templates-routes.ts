import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { templateUses } from '../template-uses.ts';
import { templateBody, templateDetail, templateDetailSchema, templateSchema } from './template-body.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/templates',
  tags: ['Templates'],
  summary: 'The published messages, and which journeys send them',
  security: withKey,
  responses: {
    200: answer({
      description: 'All of them, by key.',
      schema: z.object({ templates: z.array(templateSchema) }),
    }),
    ...commonProblems,
  },
});

const showRoute = createRoute({
  method: 'get',
  path: '/templates/{key}',
  tags: ['Templates'],
  summary: 'One published message: its texts, and what it needs',
  security: withKey,
  request: { params: z.object({ key: text(64) }) },
  responses: {
    200: answer({ description: 'As it is published.', schema: templateDetailSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `GET /api/templates`: the messages of the workspace, before anybody gets them. */
export const templateRoutes = (deps: { live: LiveWorkspaces }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { published } = await deps.live.of(c.get('key').tenant);
      const uses = templateUses(published.journeys);
      const templates = published.messages
        .map((message) => templateBody(message, uses.get(message.key) ?? []))
        .toSorted((a, b) => a.key.localeCompare(b.key));
      return c.json({ templates }, 200);
    })
    .openapi(showRoute, async (c) => {
      const { key } = c.req.valid('param');
      const { published, messages } = await deps.live.of(c.get('key').tenant);
      const message = messages.get(key)?.compiled;
      if (message === undefined) {
        throw new CicloError({ code: 'not-found', message: `There is no message “${key}”.` });
      }
      return c.json(templateDetail(message, templateUses(published.journeys).get(key) ?? []), 200);
    });

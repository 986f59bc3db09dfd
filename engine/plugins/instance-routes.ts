import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import type { PluginInstances } from './plugin-instances.ts';
import { pluginBody, pluginSchema } from './plugins-routes.ts';

const params = z.object({ instance: text(100) });
const problems = { ...commonProblems, ...notFoundProblem };

const checkRoute = createRoute({
  method: 'post',
  path: '/plugins/{instance}/check',
  tags: ['Plugins'],
  summary: 'Ask the provider of a plugin instance whether it can be reached',
  description:
    'With the instance’s own credentials. A plugin that has no such question answers `ok`. At most ten seconds.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'Whether it works; also 200 when it does not.',
      schema: z.object({
        ok: z.boolean(),
        message: z.string().optional().openapi({ description: 'Why it does not work.' }),
      }),
    }),
    ...problems,
  },
});

const resetRoute = createRoute({
  method: 'post',
  path: '/plugins/{instance}/reset',
  tags: ['Plugins'],
  summary: 'Let the calls of a plugin instance go through at once',
  description:
    'Where they are held because its provider was not well (`open`). When it still is not, they are held again. Other processes follow within seconds.',
  security: withKey,
  request: { params },
  responses: { 200: answer({ description: 'The instance.', schema: pluginSchema }), ...problems },
});

/** `/api/plugins/:instance/...`: whether one connector works, and a new beginning for its calls. */
export const instanceRoutes = (deps: { pluginInstances: PluginInstances }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(checkRoute, async (c) => {
      const { tenant } = c.get('key');
      const found = await deps.pluginInstances.check({ tenant, ...c.req.valid('param') });
      if (found === undefined) throw notFound('plugin instance');
      return c.json({ ...found }, 200);
    })
    .openapi(resetRoute, async (c) => {
      const { tenant } = c.get('key');
      const { instance } = c.req.valid('param');
      const found = await deps.pluginInstances.reset({ tenant, instance });
      if (found === undefined) throw notFound('plugin instance');
      c.set('audited', { subject: instance });
      return c.json(pluginBody(found), 200);
    });

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { isJsonObject, toJson } from '../../domain/json.ts';
import type { PluginDescription } from '../../plugins/runtime/describe.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from './plugins.ts';

const named = { name: z.string(), title: z.string() };

const connectorSchema = z
  .object({
    id: z.string().openapi({ description: 'What `use` of an instance in `ciclo.json` names.' }),
    name: z.string(),
    version: z.string(),
    config: z
      .looseObject({})
      .openapi({ description: 'The JSON Schema of its `config`; a secret is `{ "env": "NAME" }`.' }),
    actions: z.array(
      z.object({
        ...named,
        channel: z.string().optional(),
        version: z.number().int(),
        earlier: z
          .array(z.number().int())
          .openapi({ description: 'Older versions that can still be called, the newest first.' }),
      }),
    ),
    webhooks: z.array(z.object(named)),
    polls: z.array(z.object(named)),
  })
  .openapi('Connector');

const route = createRoute({
  method: 'get',
  path: '/connectors',
  tags: ['Plugins'],
  summary: 'The plugins that an instance can be made of, with the JSON Schema of their config',
  security: withKey,
  responses: {
    200: answer({
      description: 'Those that come with Ciclo and those of the workspace.',
      schema: z.object({ connectors: z.array(connectorSchema) }),
    }),
    ...commonProblems,
  },
});

const connectorBody = (plugin: PluginDescription): z.infer<typeof connectorSchema> => {
  const { id, name, version, actions, webhooks, polls } = plugin;
  const config = toJson(plugin.config);
  return {
    id,
    name,
    version,
    config: isJsonObject(config) ? { ...config } : {},
    actions: actions.map((action) => ({
      name: action.name,
      title: action.title,
      version: action.version,
      earlier: action.earlier.map((one) => one.version).toSorted((a, b) => b - a),
      ...given({ channel: action.channel }),
    })),
    webhooks: webhooks.map((webhook) => ({ name: webhook.name, title: webhook.title })),
    polls: polls.map((poll) => ({ name: poll.name, title: poll.title })),
  };
};

/** `GET /api/connectors`: what can be connected. */
export const connectorsRoutes = (deps: {
  live: LiveWorkspaces;
  plugins: Pick<Plugins, 'runtime'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const live = await deps.live.of(c.get('key').tenant);
    return c.json({ connectors: deps.plugins.runtime(live).describe().map(connectorBody) }, 200);
  });

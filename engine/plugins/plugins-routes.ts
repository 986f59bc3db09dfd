import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { ListPlugins, PluginState } from './list-plugins.ts';
import { connectionBody, connectionSchema } from '../connections/connection-body.ts';
import { answer, commonProblems, createRoutes, instant, isoField, withKey } from '../../api/admin/kit.ts';

/** A plugin instance as the API shows it. */
export const pluginSchema = z
  .object({
    instance: z.string(),
    plugin: z.string(),
    state: z.enum(['working', 'off', 'open', 'half-open']).openapi({
      description:
        '`off`: its settings are wrong. `open`: its provider is not well, and calls wait without being made. `half-open`: one call tries whether it works again.',
    }),
    why: z.string().optional(),
    since: instant.optional(),
    nextTryAt: instant.optional().openapi({ description: 'When one call will try.' }),
    webhooks: z
      .array(
        z.object({
          name: z.string(),
          verification: z.enum(['signature', 'fields', 'secret', 'token', 'none']).openapi({
            description:
              '`signature`: the vendor signs the body. `fields`: it signs the values in it. `secret`: a secret comes with the request, and the body is not protected. `none`: anyone who knows the address is believed.',
          }),
          setUp: z
            .object({
              state: z.enum(['none', 'waiting', 'verified']).openapi({
                description:
                  '`waiting`: it is set up at the provider, and nothing has arrived yet. `verified`: a request arrived whose sender is known.',
              }),
              missing: z.string().optional().openapi({ description: 'What the config lacks for it.' }),
              at: instant.optional().openapi({ description: 'When it was set up.' }),
              verifiedAt: instant.optional(),
            })
            .optional()
            .openapi({
              description: 'Whether it is set up at the provider by API; absent where it cannot be.',
            }),
        }),
      )
      .openapi({ description: 'Its inbound webhooks, and how each knows its sender.' }),
    polls: z
      .array(
        z.object({
          name: z.string(),
          failures: z
            .number()
            .int()
            .openapi({ description: 'How many looks failed since one went well; 0 when all is well.' }),
          error: z.string().optional().openapi({ description: 'Why the last look failed.' }),
        }),
      )
      .openapi({ description: 'Its looks at a provider that reports nothing by itself.' }),
    missing: z
      .array(
        z.object({
          action: z.string(),
          version: z.number().int(),
          usedBy: z
            .array(z.string())
            .openapi({ description: 'What calls it: `journey welcome, version 3`, `rule vip`.' }),
        }),
      )
      .openapi({
        description:
          'Actions, or versions of them, that are called and that the plugin does not have any more: those calls wait.',
      }),
    connection: connectionSchema.optional(),
  })
  .openapi('PluginInstance');

const route = createRoute({
  method: 'get',
  path: '/plugins',
  tags: ['Plugins'],
  summary: 'The plugin instances, and whether their calls go through',
  security: withKey,
  responses: {
    200: answer({ description: 'The instances.', schema: z.object({ plugins: z.array(pluginSchema) }) }),
    ...commonProblems,
  },
});

/** What the API says of a plugin instance. */
export const pluginBody = (of: PluginState): z.infer<typeof pluginSchema> => ({
  instance: of.instance,
  plugin: of.plugin,
  state: of.state,
  ...(of.why === undefined ? {} : { why: of.why }),
  webhooks: of.webhooks.map(({ name, verification, setUp }) => ({
    name,
    verification,
    ...(setUp === undefined
      ? {}
      : {
          setUp: {
            state: setUp.state,
            ...given({ missing: setUp.missing }),
            ...isoField('at', setUp.at),
            ...isoField('verifiedAt', setUp.verifiedAt),
          },
        }),
  })),
  polls: of.polls.map((one) => ({ ...one })),
  missing: of.missing.map(({ usedBy, ...one }) => ({ ...one, usedBy: [...usedBy] })),
  ...(of.connection === undefined ? {} : { connection: connectionBody(of.connection) }),
  ...isoField('since', of.since),
  ...isoField('nextTryAt', of.nextTryAt),
});

/** `/api/plugins`: the connectors in use, and how they are. */
export const pluginRoutes = (deps: { listPlugins: ListPlugins }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const found = await deps.listPlugins({ tenant: c.get('key').tenant });
    return c.json({ plugins: found.map(pluginBody) }, 200);
  });

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  isoField,
  notFoundProblem,
  problemSchema,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Connect } from './connect.ts';

const params = z.object({ instance: text(100) });
const conflict = {
  description: 'The instance needs no connection, or is off.',
  content: { 'application/problem+json': { schema: problemSchema } },
};
const problems = { ...commonProblems, ...notFoundProblem, 409: conflict };

const connectRoute = createRoute({
  method: 'post',
  path: '/connectors/{instance}/connect',
  tags: ['Plugins'],
  summary: 'Connect an instance with its provider by OAuth 2',
  description:
    'Answers the address at which a person agrees (`go`), for ten minutes and once; it leads back to `/connect/callback`. With client credentials nobody has to agree (`connected`).',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'Where to go, or that it is connected.',
      schema: z.object({
        state: z.enum(['go', 'connected']),
        url: z.string().optional().openapi({ description: 'Open it in a browser.' }),
        until: instant.optional(),
      }),
    }),
    ...problems,
  },
});

const disconnectRoute = createRoute({
  method: 'post',
  path: '/connectors/{instance}/disconnect',
  tags: ['Plugins'],
  summary: 'Give the tokens of an instance back to its provider, and forget them',
  description: 'Whatever uses the instance waits until it is connected again.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({
      description: 'Whether there was a connection.',
      schema: z.object({ disconnected: z.boolean() }),
    }),
    ...problems,
  },
});

const resealRoute = createRoute({
  method: 'post',
  path: '/connectors/reseal',
  tags: ['Plugins'],
  summary: 'Encrypt the tokens of all connections with the present secret',
  description:
    'After `CICLO_SECRET` was changed, and before the former one is taken out of `CICLO_SECRET_PREVIOUS`.',
  security: withKey,
  responses: {
    200: answer({
      description:
        'How many were encrypted again, and how many nobody can read any more: those have to be connected again.',
      schema: z.object({ resealed: z.number().int(), unreadable: z.number().int() }),
    }),
    ...commonProblems,
  },
});

/** `/api/connectors/...`: connecting instances with their providers. */
export const connectionRoutes = (deps: { connections: Connect }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(connectRoute, async (c) => {
      const { tenant, id, user } = c.get('key');
      const { instance } = c.req.valid('param');
      const by = { kind: user === undefined ? ('key' as const) : ('user' as const), id };
      const begun = await deps.connections.begin({ tenant, instance, by });
      c.set('audited', { subject: instance });
      c.header('cache-control', 'no-store');
      return begun.kind === 'go'
        ? c.json({ state: 'go' as const, url: begun.url, ...isoField('until', begun.until) }, 200)
        : c.json({ state: 'connected' as const }, 200);
    })
    .openapi(disconnectRoute, async (c) => {
      const { tenant } = c.get('key');
      const { instance } = c.req.valid('param');
      const disconnected = await deps.connections.end({ tenant, instance });
      c.set('audited', { subject: instance });
      return c.json({ disconnected }, 200);
    })
    .openapi(resealRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(await deps.connections.reseal({ tenant }), 200);
    });

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Session, Sessions } from '../../api/ports/sessions.ts';
import { notFound } from '../../domain/errors.ts';
import { mayGrant } from '../../domain/team/role-scopes.ts';
import type { User } from '../../domain/team/user.ts';
import type { UserStore } from './ports.ts';
import { grantingOf, userOf } from './user-body.ts';

const sessionSchema = z
  .object({
    id: z.string(),
    startedAt: instant,
    usedAt: instant.openapi({ description: 'When it was used last, to the day.' }),
    expiresAt: instant,
    browser: z.string().optional().openapi({ description: 'What the browser calls itself.' }),
  })
  .openapi('Session');

const bodyOf = ({ id, startedAt, usedAt, expiresAt, browser }: Session) => ({
  id,
  startedAt: iso(startedAt),
  usedAt: iso(usedAt),
  expiresAt: iso(expiresAt),
  ...given({ browser }),
});

const who = z.object({ id: text(100) });

const listRoute = createRoute({
  method: 'get',
  path: '/users/{id}/sessions',
  tags: ['Team'],
  summary: 'Where a user is signed in, the session used last first',
  security: withKey,
  request: { params: who },
  responses: {
    200: answer({
      description: 'The sessions that have not ended.',
      schema: z.object({ sessions: z.array(sessionSchema) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const ended = answer({
  description: 'How many ended.',
  schema: z.object({ ended: z.int() }),
});

const endAllRoute = createRoute({
  method: 'delete',
  path: '/users/{id}/sessions',
  tags: ['Team'],
  summary: 'Sign a user out everywhere',
  description: 'They can sign in again. To keep somebody out, deactivate the user.',
  security: withKey,
  request: { params: who },
  responses: { 200: ended, ...commonProblems, ...notFoundProblem },
});

const endOneRoute = createRoute({
  method: 'delete',
  path: '/users/{id}/sessions/{session}',
  tags: ['Team'],
  summary: 'End one session of a user',
  security: withKey,
  request: { params: z.object({ id: text(100), session: text(100) }) },
  responses: { 200: ended, ...commonProblems, ...notFoundProblem },
});

/** `/api/users/:id/sessions`: a user who manages the team sees and ends sessions of those whose role may not do more than theirs. */
export const sessionRoutes = (deps: {
  users: Pick<UserStore, 'get'>;
  sessions: Sessions;
}): OpenAPIHono<ApiEnv> => {
  const managed = async (c: Context<ApiEnv>, id: string): Promise<User> => {
    const user = await deps.users.get({ tenant: c.get('key').tenant, id });
    if (user === undefined) throw notFound('user');
    if (!mayGrant(grantingOf(c), user.role)) userOf({ kind: 'forbidden', role: user.role });
    return user;
  };
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant, id: userId } = await managed(c, c.req.valid('param').id);
      const found = await deps.sessions.list({ tenant, userId });
      return c.json({ sessions: found.map(bodyOf) }, 200);
    })
    .openapi(endAllRoute, async (c) => {
      const { tenant, id: userId } = await managed(c, c.req.valid('param').id);
      const count = await deps.sessions.end({ tenant, userId });
      c.set('audited', { details: { sessions: count } });
      return c.json({ ended: count }, 200);
    })
    .openapi(endOneRoute, async (c) => {
      const { id, session } = c.req.valid('param');
      const { tenant, id: userId } = await managed(c, id);
      const count = await deps.sessions.end({ tenant, userId, id: session });
      if (count === 0) throw notFound('session');
      c.set('audited', { details: { sessions: count } });
      return c.json({ ended: count }, 200);
    });
};

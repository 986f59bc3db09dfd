import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

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
import type { ApiEnv } from '../../api/http/env.ts';
import type { SignIn } from '../../api/ports/sign-in.ts';
import { mayGrant } from '../../domain/team/role-scopes.ts';
import type { UserStore } from './ports.ts';
import { grantingOf, userOf } from './user-body.ts';

const route = createRoute({
  method: 'post',
  path: '/users/{id}/sign-in-link',
  tags: ['Team'],
  summary: 'Make a link with which a user signs in once and sets a password',
  description:
    'Hand it to the user yourself: anyone who has the link is that user. It works once, within three days. Nobody makes one for somebody whose role may do more than theirs.',
  security: withKey,
  request: { params: z.object({ id: text(100) }) },
  responses: {
    201: answer({
      description: 'The link. It is in no other answer.',
      schema: z.object({ url: z.string(), expiresAt: instant }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/users/:id/sign-in-link`: how a user comes in the first time, or without their password. */
export const signInLinkRoutes = (deps: {
  users: Pick<UserStore, 'get'>;
  signIn: Pick<SignIn, 'makeLink'>;
  publicUrl: string;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const user = await deps.users.get({ tenant, ...c.req.valid('param') });
    if (user === undefined || user.deactivatedAt !== undefined) userOf({ kind: 'absent' });
    else if (!mayGrant(grantingOf(c), user.role)) userOf({ kind: 'forbidden', role: user.role });
    const { token, expiresAt } = await deps.signIn.makeLink({ tenant, email: user?.email ?? '' });
    const url = new URL(`/auth/${tenant}/link`, deps.publicUrl);
    url.searchParams.set('token', token);
    return c.json({ url: url.toString(), expiresAt: iso(expiresAt) }, 201);
  });

import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';

import { createRoutes } from '../admin/kit.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Session, Sessions } from '../ports/sessions.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { type Note, readJson, signedInUser } from './read.ts';

const endBody = z.strictObject({ id: z.string().min(1).max(100).optional() });

const isoOf = (at: number): string => new Date(at).toISOString();

const bodyOf = (session: Session, current: string | undefined) => ({
  id: session.id,
  startedAt: isoOf(session.startedAt),
  usedAt: isoOf(session.usedAt),
  expiresAt: isoOf(session.expiresAt),
  browser: session.browser ?? '',
  isCurrent: session.id === current,
});

/** `/auth/:tenant/sessions`: the signed-in user sees where else they are, and ends it. */
export const ownSessionRoutes = (deps: {
  signIn: Pick<SignIn, 'of'>;
  sessions: Sessions;
  note: Note;
}): OpenAPIHono<ApiEnv> => {
  const { sessions, note } = deps;
  const app = createRoutes();
  app.get('/:tenant/sessions', async (c) => {
    const { tenant, userId, session } = await signedInUser({ c, signIn: deps.signIn });
    const found = await sessions.list({ tenant, userId });
    return c.json({ sessions: found.map((one) => bodyOf(one, session)) }, 200);
  });
  app.post('/:tenant/sessions/end', async (c) => {
    const { tenant, userId, session } = await signedInUser({ c, signIn: deps.signIn });
    const { id } = await readJson(c, endBody);
    const ended = await sessions.end({
      tenant,
      userId,
      ...(id === undefined ? { except: session } : { id }),
    });
    if (ended > 0) await note({ c, tenant, id: userId, action: 'user.sessions-end' });
    return c.json({ ended }, 200);
  });
  return app;
};

import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Next } from 'hono';

import { createRoutes } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { ConversationReach } from './conversation-reach.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What stands before all routes of one conversation: a user reaches it by role, assignee and team; see `ConversationReach`. */
export const conversationAccessRoutes = (deps: {
  conversationReach: ConversationReach;
}): OpenAPIHono<ApiEnv> => {
  const guard = async (c: Context<ApiEnv>, next: Next): Promise<void> => {
    const { tenant, user: viewer } = c.get('key');
    const act = safeMethods.has(c.req.method) ? 'read' : 'write';
    if (viewer !== undefined)
      await deps.conversationReach({ tenant, id: c.req.param('id') ?? '', viewer, act });
    return next();
  };
  const app = createRoutes();
  app.use('/conversations/:id/*', guard);
  return app;
};

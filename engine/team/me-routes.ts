import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, iso, instant, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { holds, scopes } from '../../domain/keys/key.ts';
import { roles } from '../../domain/objects/access.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { UserStore } from './ports.ts';

const meSchema = z
  .object({
    tenant: z.string(),
    now: instant.openapi({ description: 'The time of the tenant, which a development clock moves.' }),
    scopes: z.array(z.enum(scopes)).openapi({ description: 'What the caller may do.' }),
    user: z
      .object({
        id: z.string(),
        name: z.string(),
        handle: z.string(),
        role: z.enum(roles),
        teams: z.array(z.string()),
      })
      .optional()
      .openapi({ description: 'Who is signed in; absent for an API key.' }),
    workspace: z.object({
      name: z.string().openapi({ description: 'What customers call the business.' }),
      url: z.string(),
      zone: z.string().openapi({ description: 'The time zone of the business, `Europe/Madrid`.' }),
      currency: z.string(),
      locale: z.string().openapi({ description: 'The locale of people whose own is unknown.' }),
      stages: z.array(z.string()).openapi({ description: 'The stages of the lifecycle, in order.' }),
    }),
  })
  .openapi('Me');

const route = createRoute({
  method: 'get',
  path: '/me',
  tags: ['Team'],
  summary: 'Who calls, what they may do, and the workspace they call',
  security: withKey,
  responses: { 200: answer({ description: 'The caller.', schema: meSchema }), ...commonProblems },
});

/** `/api/me`: what a program or the studio needs to know first. */
export const meRoutes = (deps: {
  users: Pick<UserStore, 'get'>;
  live: Pick<LiveWorkspaces, 'of'>;
  clock: Pick<Clock, 'now'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant, scopes: mine, user } = c.get('key');
    const [{ published }, found] = await Promise.all([
      deps.live.of(tenant),
      user === undefined ? undefined : deps.users.get({ tenant, id: user.id }),
    ]);
    const { name, url, timezone, currency, defaultLocale, stages } = published.settings;
    const body = {
      tenant,
      now: iso(deps.clock.now(tenant)),
      scopes: scopes.filter((scope) => holds(mine, scope)),
      workspace: { name, url, zone: timezone, currency, locale: defaultLocale, stages: [...stages] },
    };
    if (found === undefined) return c.json(body, 200);
    const { id, handle, role, teams } = found;
    return c.json({ ...body, user: { id, name: found.name, handle, role, teams: [...teams] } }, 200);
  });

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
import type { SelfService } from '../../api/ports/self-service.ts';
import { notFound } from '../../domain/errors.ts';

const route = createRoute({
  method: 'post',
  path: '/profiles/{id}/self-service/end',
  tags: ['Profiles'],
  summary: 'End all self-service sessions of a person, and the links that open them',
  description:
    'For somebody whose link or device was stolen: in no browser are their pages open any more, and no link that was sent up to now opens them. They come in again by a new mail. The links of messages stay, since they show nothing by themselves.',
  security: withKey,
  request: { params: z.object({ id: text(200) }) },
  responses: {
    200: answer({
      description: 'What is older opens nothing.',
      schema: z.object({ endedAt: instant }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/profiles/{id}/self-service/end`: the team ends what somebody else may have got hold of. */
export const endSelfServiceRoutes = (deps: {
  readonly selfService: Pick<SelfService, 'endAll'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const at = await deps.selfService.endAll({ tenant, profileId: c.req.valid('param').id });
    if (at === undefined) throw notFound('person');
    return c.json({ endedAt: iso(at) }, 200);
  });

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../../api/http/env.ts';
import type { SplitProfile } from './split-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';

const route = createRoute({
  method: 'post',
  path: '/profiles/{id}/split',
  tags: ['People'],
  summary: 'Undo a merge',
  description:
    'Makes a profile that was merged into this one a profile of its own again: each gets back what came from it, and is ' +
    'worked out again from its own events. The two are never merged again. A split that was cut off is completed by asking again.',
  security: withKey,
  request: {
    params: z.object({ id: text(200).openapi({ description: 'The id of the person as they are now.' }) }),
    body: jsonBody(
      z.strictObject({
        from: text(200).openapi({
          description: 'The profile that was merged: `from` of the event `Profile Merged` in the timeline.',
        }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'They are two people again.',
      schema: z.object({
        profileId: z.string().openapi({ description: 'The profile that is one of its own again.' }),
        from: z.string().openapi({ description: 'The profile it was part of.' }),
        ids: z.array(z.string()).openapi({ description: 'The identities it has again.' }),
        events: z.int().openapi({ description: 'How many events are theirs.' }),
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

/** `POST /api/profiles/{id}/split`: two people who were taken for one are two again. */
export const splitRoutes = (deps: { splitProfile: SplitProfile }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { id } = c.req.valid('param');
    const { from } = c.req.valid('json');
    const split = await deps.splitProfile({ tenant, id, from });
    c.set('audited', { details: { profile: split.profileId, events: split.events } });
    return c.json({ ...split, ids: [...split.ids] }, 200);
  });

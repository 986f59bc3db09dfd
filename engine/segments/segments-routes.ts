import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../../api/http/env.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';

const segmentSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    kind: z.enum(['rule', 'list']),
    members: z.int(),
  })
  .openapi('Segment');

const route = createRoute({
  method: 'get',
  path: '/segments',
  tags: ['Segments'],
  summary: 'All segments, with how many people are in them',
  security: withKey,
  responses: {
    200: answer({ description: 'The segments.', schema: z.object({ segments: z.array(segmentSchema) }) }),
    ...commonProblems,
  },
});

/** `/api/segments`: the groups of people there are. */
export const segmentRoutes = (deps: { peopleReads: PeopleReads }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const segments = await deps.peopleReads.segments({ tenant: c.get('key').tenant });
    return c.json(
      { segments: segments.map(({ key, name, kind, members }) => ({ key, name, kind, members })) },
      200,
    );
  });

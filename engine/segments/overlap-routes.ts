import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { OverlapOfSegments } from './segment-overlap.ts';

const othersMost = 4;

const overlapSchema = z
  .object({
    segments: z.array(z.object({ key: z.string(), name: z.string(), members: z.int() })),
    combinations: z.array(z.object({ in: z.array(z.string()), people: z.int() })).openapi({
      description:
        'People by the segments they are in: in these, and in no other of those asked about; the most people first.',
    }),
  })
  .openapi('SegmentOverlap');

const overlapRoute = createRoute({
  method: 'get',
  path: '/segments/{key}/overlap',
  tags: ['Segments'],
  summary: 'How many people a segment shares with others, for each combination of them',
  security: withKey,
  request: {
    params: z.object({ key: text(64) }),
    query: z.object({
      with: z
        .string()
        .max(64 * othersMost + othersMost)
        .regex(/^[^,]+(?:,[^,]+){0,3}$/)
        .optional()
        .openapi({ description: `Keys of up to ${othersMost} other segments, separated by commas.` }),
    }),
  },
  responses: {
    200: answer({ description: 'As of now.', schema: overlapSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `GET /api/segments/{key}/overlap`: who is in which of some segments. */
export const overlapRoutes = (deps: { overlapOfSegments: OverlapOfSegments }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(overlapRoute, async (c) => {
    const { tenant } = c.get('key');
    const { key } = c.req.valid('param');
    const others = c.req.valid('query').with?.split(',') ?? [];
    const found = await deps.overlapOfSegments({ tenant, segments: [key, ...others] });
    return c.json(
      {
        segments: found.segments.map((one) => ({ ...one })),
        combinations: found.combinations.map(({ in: those, people }) => ({ in: [...those], people })),
      },
      200,
    );
  });

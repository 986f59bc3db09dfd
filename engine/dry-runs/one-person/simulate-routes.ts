import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import { readerQuery } from '../../../api/admin/reader.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { momentSchema } from '../../../domain/simulate/moment.ts';
import type { DryRuns } from '../create-dry-runs.ts';
import { draftField, refuseDraft } from '../draft-body.ts';
import { simulationBody, simulationSchema } from './simulation-body.ts';

const bodySchema = z.strictObject({
  definition: draftField,
  profileId: text(100).openapi({ description: 'Whom it is played for.' }),
  days: z.int().min(1).max(366).default(90).openapi({ description: 'How many days from now on.' }),
  events: z
    .array(
      z.strictObject({
        at: momentSchema,
        event: text(200),
        properties: z.record(z.string(), z.unknown()).default({}),
        about: text(64).optional().openapi({ description: 'The send step whose message it is about.' }),
      }),
    )
    .max(100)
    .default([])
    .openapi({ description: 'What they do; what starts the journey unless given.' }),
  choose: z.record(text(64), text(64)).default({}).openapi({
    description:
      'Outcomes of steps whatever the facts say, by step id: `case-0`, `event-1`, `otherwise`, `failure`, the name of an arm, `round` or `end`, `done` or `timeout`.',
  }),
});

const route = createRoute({
  method: 'post',
  path: '/journeys/{key}/simulate',
  tags: ['Journeys'],
  summary: 'What a journey would do with one person, instant by instant',
  description:
    'Plays it for the person as they are now, on a clock of its own. Sends nothing and writes nothing. Runs they had before do not count, and they are never held out.',
  security: withKey,
  request: {
    params: z.object({ key: text(64) }),
    query: readerQuery,
    body: jsonBody(bodySchema),
  },
  responses: {
    200: answer({ description: 'What would happen to them.', schema: simulationSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `POST /api/journeys/{key}/simulate`: a journey played for one person. */
export const simulateRoutes = (deps: { dryRuns: DryRuns }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { definition, ...body } = c.req.valid('json');
    const { tenant } = c.get('key');
    const { key } = c.req.valid('param');
    const done = await deps.dryRuns.simulate({ tenant, key, ...body, ...given({ definition }) });
    if (done.kind === 'refused') throw refuseDraft(done.problems);
    const { profileId } = body;
    return c.json(simulationBody({ done, profileId, reader: c.req.valid('query') }), 200);
  });

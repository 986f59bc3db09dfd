import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { readerQuery } from '../../api/admin/reader.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { broadcastPlanSchema } from '../../domain/broadcasts/plan.ts';
import { estimateBody, estimateSchema, resultsBody, resultsSchema } from './broadcast-body.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { RefusePersonalConditions } from '../segments/personal-conditions.ts';
import type { EstimateAudience } from './estimate-audience.ts';
import type { ReadBroadcast } from './read-broadcast.ts';

const tags = ['Broadcasts'];
const params = z.object({ id: text(200) });

const audienceRoute = createRoute({
  method: 'post',
  path: '/broadcasts/audience',
  tags,
  summary: 'Whom a broadcast would reach now, and who falls away and why',
  description:
    'How many match is counted. What becomes of them is asked of the send gate for up to 1,000 of them, drawn at random, and scaled with the interval that holds the true number. Nothing is stored.',
  security: withKey,
  request: {
    query: readerQuery.pick({ locale: true }),
    body: jsonBody(
      z.strictObject({
        plan: broadcastPlanSchema,
        id: text(200).optional().openapi({ description: 'Of a draft: its holdout is the same people.' }),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'As of now.', schema: estimateSchema }),
    ...commonProblems,
    ...unprocessableProblem,
  },
});

const resultsRoute = createRoute({
  method: 'get',
  path: '/broadcasts/{id}/results',
  tags,
  summary: 'How far a broadcast has come, and what came of it',
  description:
    'Opens by machines are left out. Variants and the holdout are compared with intervals, by the goal of the broadcast.',
  security: withKey,
  request: { params, query: readerQuery },
  responses: {
    200: answer({ description: 'The results so far.', schema: resultsSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** Figures of broadcasts: whom one would reach, and what came of one. */
export const broadcastFiguresRoutes = (deps: {
  broadcastService: Broadcasts;
  estimateAudience: EstimateAudience;
  readBroadcast: ReadBroadcast;
  refusePersonalConditions: RefusePersonalConditions;
}): OpenAPIHono<ApiEnv> => {
  const { broadcastService: service, readBroadcast } = deps;
  return createRoutes()
    .openapi(audienceRoute, async (c) => {
      const { tenant, scopes } = c.get('key');
      const { plan, id = 'draft' } = c.req.valid('json');
      const { locale = 'en' } = c.req.valid('query');
      await deps.refusePersonalConditions({ tenant, scopes, when: plan.audience.when });
      return c.json(estimateBody(await deps.estimateAudience({ tenant, id, plan }), locale), 200);
    })
    .openapi(resultsRoute, async (c) => {
      const { id } = c.req.valid('param');
      const broadcast = await service.get({ tenant: c.get('key').tenant, id });
      const results = await readBroadcast.results(broadcast);
      return c.json(resultsBody({ broadcast, results, reader: c.req.valid('query') }), 200);
    });
};

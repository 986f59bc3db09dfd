import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { RecordStore } from '../records/ports.ts';
import { recordParams } from '../records/routes/record-body.ts';
import { campaignResultsBody, campaignResultsSchema } from './campaign-results-body.ts';
import type { ReadCampaign } from './campaign-results.ts';

const campaignKind = 'campaign';

const resultsRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}/results',
  tags: ['Records'],
  summary: 'What a campaign cost and brought: budget, cost, revenue and return',
  description:
    'Over the journeys that its record names, for people who came in between its days, and the broadcasts and posts that name it (at most 200 of each, the newest). Each order counts once.',
  security: withKey,
  request: { params: recordParams },
  responses: {
    200: answer({ description: 'The results so far.', schema: campaignResultsSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...unprocessableProblem,
  },
});

/** `GET /api/records/campaign/:id/results`. */
export const campaignResultsRoutes = (deps: {
  records: Pick<RecordStore, 'get'>;
  readCampaign: ReadCampaign;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(resultsRoute, async (c) => {
    const { kind, id } = c.req.valid('param');
    if (kind !== campaignKind) {
      throw new CicloError({ code: 'unprocessable', message: 'Only campaigns have results.' });
    }
    const record = await deps.records.get({ tenant: c.get('key').tenant, id });
    if (record?.kind !== kind) throw notFound('record');
    return c.json(campaignResultsBody(await deps.readCampaign(record)), 200);
  });

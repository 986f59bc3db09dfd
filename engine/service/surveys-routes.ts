import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { surveyMethods } from '../../domain/service/survey.ts';
import type { ReadSurveyResults } from './survey-results.ts';

const estimate = {
  value: z.number(),
  low: z.number().openapi({ description: 'The lower end of the interval of 95 %.' }),
  high: z.number().openapi({ description: 'The upper end.' }),
};

const resultsSchema = z
  .object({
    survey: z.string(),
    method: z.enum(surveyMethods),
    responses: z.int(),
    scores: z.array(z.object({ score: z.int(), count: z.int() })),
    withoutScore: z.int().openapi({ description: 'Answers in words only.' }),
    nps: z
      .object({ ...estimate, promoters: z.int(), passives: z.int(), detractors: z.int() })
      .optional()
      .openapi({ description: 'The Net Promoter Score, from -100 to 100; absent before the first score.' }),
    csat: z
      .object({ ...estimate, satisfied: z.int() })
      .optional()
      .openapi({ description: 'The percent of fours and fives; absent before the first score.' }),
  })
  .openapi('SurveyResults');

const route = createRoute({
  method: 'get',
  path: '/surveys/{key}/results',
  tags: ['Service'],
  summary: 'What people answered to a survey: NPS or satisfaction, with its interval',
  security: withKey,
  request: {
    params: z.object({ key: text(64) }),
    query: z.object({
      from: instant.optional().openapi({ description: 'Only answers since then.' }),
      until: instant.optional().openapi({ description: 'Only answers before that.' }),
    }),
  },
  responses: {
    200: answer({ description: 'As of now.', schema: resultsSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/surveys`: what people answered. */
export const surveyRoutes = (deps: { surveyResults: ReadSurveyResults }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { from, until } = c.req.valid('query');
    const { scores, nps, csat, ...rest } = await deps.surveyResults({
      tenant,
      survey: c.req.valid('param').key,
      from: from === undefined ? undefined : Date.parse(from),
      until: until === undefined ? undefined : Date.parse(until),
    });
    return c.json(
      {
        ...rest,
        scores: scores.map((one) => ({ ...one })),
        ...(nps === undefined ? {} : { nps: { ...nps } }),
        ...(csat === undefined ? {} : { csat: { ...csat } }),
      },
      200,
    );
  });

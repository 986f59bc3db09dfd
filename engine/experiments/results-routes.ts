import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Results } from './read-results.ts';
import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import { readerQuery } from '../../api/admin/reader.ts';
import { resultBody, resultSchema } from './result-body.ts';

const request = { params: z.object({ key: text(64) }), query: readerQuery };

const experimentsRoute = createRoute({
  method: 'get',
  path: '/journeys/{key}/experiments',
  tags: ['Results'],
  summary: 'How the arms of each experiment of a journey do, and what may be said',
  description:
    'An experiment whose arms, shares or metric changed is another one; former ones of the last 20 versions follow.',
  security: withKey,
  request,
  responses: {
    200: answer({
      description: 'The experiments.',
      schema: z.object({ experiments: z.array(resultSchema) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const liftRoute = createRoute({
  method: 'get',
  path: '/journeys/{key}/lift',
  tags: ['Results'],
  summary: 'What a journey changes: people who get it against people who are held out',
  description: 'Intervals hold however often one looks. `everything` is the holdout from all marketing.',
  security: withKey,
  request,
  responses: {
    200: answer({
      description: 'The holdout of the journey, in each form it had, and that of all marketing.',
      schema: z.object({ holdouts: z.array(resultSchema), everything: resultSchema.optional() }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const nowhere = (key: string) =>
  new CicloError({ code: 'not-found', message: `There is no journey “${key}”.` });

/** What experiments and holdouts show. */
export const resultRoutes = (deps: { shownResults: Results }): OpenAPIHono<ApiEnv> => {
  const { shownResults: results } = deps;
  return createRoutes()
    .openapi(experimentsRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key } = c.req.valid('param');
      const reader = c.req.valid('query');
      const found = await results.experiments({ tenant, journey: key });
      if (found === undefined) throw nowhere(key);
      return c.json({ experiments: found.map((one) => resultBody(one, reader)) }, 200);
    })
    .openapi(liftRoute, async (c) => {
      const { tenant } = c.get('key');
      const { key } = c.req.valid('param');
      const reader = c.req.valid('query');
      const found = await results.lift({ tenant, journey: key });
      if (found === undefined) throw nowhere(key);
      const everything = await results.everything({ tenant });
      return c.json(
        {
          holdouts: found.map((one) => resultBody(one, reader)),
          ...(everything === undefined ? {} : { everything: resultBody(everything, reader) }),
        },
        200,
      );
    });
};

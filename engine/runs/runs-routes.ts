import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { RunReads, DecisionReads } from './reads-port.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import { createDefinitionOf, createExplainer, decisionSchema } from './decision-body.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  notFoundProblem,
  text,
  withKey,
  listing,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import { readerQuery } from '../../api/admin/reader.ts';
import { runBody, runPosition, runSchema } from './run-body.ts';

const decisionsMax = 500;

const listRoute = createRoute({
  method: 'get',
  path: '/runs',
  tags: ['Runs'],
  summary: 'Runs, newest first',
  ...listing({
    description: 'A page of runs.',
    filters: {
      journey: text(64).optional(),
      version: z.coerce.number().int().positive().optional(),
      profile: text(200).optional().openapi({ description: 'The id of a profile.' }),
      status: z.enum(['active', 'ended']).optional(),
      outcome: text(64).optional(),
      step: text(64).optional().openapi({ description: 'The step they stand on.' }),
    },
    rows: { runs: z.array(runSchema) },
  }),
});

const getRoute = createRoute({
  method: 'get',
  path: '/runs/{id}',
  tags: ['Runs'],
  summary: 'One run, with every decision it took and why',
  security: withKey,
  request: { params: z.object({ id: text(200) }), query: readerQuery },
  responses: {
    200: answer({
      description: 'The run; its decisions, oldest first, at most the last 500.',
      schema: z.object({ run: runSchema, decisions: z.array(decisionSchema) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** `/api/runs`: who is where, and one run with its story. */
export const runRoutes = (deps: {
  runReads: RunReads;
  decisionReads: DecisionReads;
  journeyReads: JourneyReads;
}): OpenAPIHono<ApiEnv> => {
  const { runReads, decisionReads, journeyReads } = deps;
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, profile, ...filters } = c.req.valid('query');
      const wanted = { tenant, ...given({ ...filters, profileId: profile }) };
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => runReads.runs({ ...wanted, ...page }),
        positionOf: runPosition,
      });
      return c.json({ runs: items.map(runBody), ...given({ next }) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const run = await runReads.run({ tenant, id });
      if (run === undefined) throw notFound('run');
      const rows = await decisionReads.decisions({ tenant, run: run.id, limit: decisionsMax });
      const explainRow = createExplainer({
        definitionOf: createDefinitionOf({ journeyReads, tenant }),
        reader: c.req.valid('query'),
      });
      const decisions = await Promise.all(rows.toReversed().map(explainRow));
      return c.json({ run: runBody(run), decisions }, 200);
    });
};

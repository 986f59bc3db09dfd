import { randomUUID } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given, readPage } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError, notFound } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import { refuseDraft } from '../draft-body.ts';
import type { KeptDryRuns } from './keep-dry-runs.ts';
import {
  dryRunLineBody,
  dryRunLineSchema,
  dryRunPosition,
  newDryRunSchema,
  wholeDryRunBody,
  wholeDryRunSchema,
} from './kept-body.ts';
import { dryRunStates } from './kept-port.ts';

const params = z.object({ id: text(200) });

const startRoute = createRoute({
  method: 'post',
  path: '/dry-runs',
  tags: ['Dry runs'],
  summary: 'Play a journey with everybody, in the background',
  description:
    'Sends nothing and changes nobody. It goes on by itself until everybody was played; `GET /api/dry-runs/{id}` shows how far it is and what it comes to so far. The result is kept for 30 days (class `dryRuns`). The same Idempotency-Key again is the same dry run.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(newDryRunSchema) },
  responses: {
    202: answer({ description: 'It has begun.', schema: dryRunLineSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/dry-runs',
  tags: ['Dry runs'],
  summary: 'Dry runs and replays, newest first',
  ...listing({
    description: 'A page of dry runs.',
    filters: { journey: text(64).optional(), state: z.enum(dryRunStates).optional() },
    rows: { dryRuns: z.array(dryRunLineSchema) },
  }),
});

const getRoute = createRoute({
  method: 'get',
  path: '/dry-runs/{id}',
  tags: ['Dry runs'],
  summary: 'One dry run, how far it is, and what it comes to',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The dry run.', schema: wholeDryRunSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/dry-runs/{id}/cancel',
  tags: ['Dry runs'],
  summary: 'End a dry run where it is',
  description: 'What it has counted so far is kept.',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The dry run.', schema: dryRunLineSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
  },
});

/** `/api/dry-runs`: journeys played in the background. */
export const keptDryRunRoutes = (deps: { keptDryRuns: KeptDryRuns }): OpenAPIHono<ApiEnv> => {
  const { keptDryRuns } = deps;
  const found = async (key: { tenant: string; id: string }) => {
    const dryRun = await keptDryRuns.get(key);
    if (dryRun === undefined) throw notFound('dry run');
    return dryRun;
  };
  return createRoutes()
    .openapi(startRoute, async (c) => {
      const { tenant, id: by } = c.get('key');
      const { definition, ...wish } = c.req.valid('json');
      const once = c.req.valid('header')['idempotency-key'] ?? randomUUID();
      const id = hashId('dry-run', tenant, once);
      const started = await keptDryRuns.start({ tenant, id, by, ...wish, ...given({ definition }) });
      if (started.kind === 'refused') throw refuseDraft(started.problems);
      c.set('audited', { subject: wish.journey, details: { how: wish.how, days: wish.days } });
      return c.json(dryRunLineBody(started.dryRun), 202);
    })
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, ...filters } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => keptDryRuns.list({ tenant, ...given(filters), ...page }),
        positionOf: dryRunPosition,
      });
      return c.json({ dryRuns: items.map(dryRunLineBody), ...given({ next }) }, 200);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(wholeDryRunBody(await found({ tenant, id: c.req.valid('param').id })), 200);
    })
    .openapi(cancelRoute, async (c) => {
      const key = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      const cancelled = await keptDryRuns.cancel(key);
      if (cancelled === 'not-found') throw notFound('dry run');
      if (cancelled === 'over') throw new CicloError({ code: 'conflict', message: 'The dry run is over.' });
      return c.json(dryRunLineBody(await found(key)), 200);
    });
};

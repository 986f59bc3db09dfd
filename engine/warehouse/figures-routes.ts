import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import { answer, commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError } from '../../domain/errors.ts';
import {
  answerBody,
  figureAnswerSchema,
  figureBody,
  figureQuery,
  figureRowsSchema,
  figureSchema,
  rowsQuery,
} from './figures-body.ts';
import { csvOf } from './figure-csv.ts';
import { figures } from './figures.ts';
import type { Scope } from '../../domain/keys/key.ts';
import type { FigureAnswer, RunFigure } from './run-figure.ts';

const params = z.object({ key: text(64) });
const asFile = <S extends z.ZodType>(schema: S) => ({
  description: 'As JSON, or as a file.',
  content: { 'application/json': { schema }, 'text/csv': { schema: z.string() } },
});

const listRoute = createRoute({
  method: 'get',
  path: '/figures',
  tags: ['Reports'],
  summary: 'Every figure there is, with what it means and how it is asked',
  security: withKey,
  responses: {
    200: answer({ description: 'The figures.', schema: z.object({ figures: z.array(figureSchema) }) }),
    ...commonProblems,
  },
});

const figureRoute = createRoute({
  method: 'get',
  path: '/figures/{key}',
  tags: ['Reports'],
  summary: 'One figure, from the files of the warehouse',
  description: 'Amounts are minor units of the currency of the workspace; in CSV they are decimals.',
  security: withKey,
  request: { params, query: figureQuery },
  responses: { 200: asFile(figureAnswerSchema), ...commonProblems, ...notFoundProblem },
});

const rowsRoute = createRoute({
  method: 'get',
  path: '/figures/{key}/rows',
  tags: ['Reports'],
  summary: 'The rows behind a figure',
  security: withKey,
  request: { params, query: rowsQuery },
  responses: { 200: asFile(figureRowsSchema), ...commonProblems, ...notFoundProblem },
});

/** Names of the query that are no parameters of a figure. */
const ownNames: ReadonlySet<string> = new Set(['format', 'limit', 'group']);

const givenIn = (query: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !ownNames.has(name) ? [[name, value]] : [],
    ),
  );

/** Throws `forbidden` for a key that lacks what the figure needs. */
const allow = (c: Context<ApiEnv>, key: string): void => {
  const needed: readonly Scope[] = figures.find((one) => one.key === key)?.scopes ?? [];
  const { scopes } = c.get('key');
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  if (lacking.length === 0) return;
  throw new CicloError({
    code: 'forbidden',
    message: `This key lacks ${lacking.join(', ')}, which the figure \`${key}\` needs.`,
  });
};

const sendCsv = (c: Context<ApiEnv>, found: FigureAnswer, isFigure: boolean): Response => {
  c.set('audited', { action: 'figure.download', subject: found.figure.key });
  return c.body(csvOf(found, isFigure), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${found.figure.key}${isFigure ? '' : '-rows'}.csv"`,
  });
};

/** `/api/figures`: each figure, what it means, and the rows behind it. */
export const figureRoutes = (deps: { runFigure: RunFigure }): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, (c) => c.json({ figures: figures.map(figureBody) }, 200))
    .openapi(figureRoute, async (c) => {
      const { key } = c.req.valid('param');
      const query = c.req.valid('query');
      allow(c, key);
      const { tenant } = c.get('key');
      const found = await deps.runFigure({ tenant, key, given: givenIn(query), limit: query.limit });
      if (query.format === 'csv') return sendCsv(c, found, true);
      return c.json({ figure: figureBody(found.figure), ...answerBody(found) }, 200);
    })
    .openapi(rowsRoute, async (c) => {
      const { key } = c.req.valid('param');
      const query = c.req.valid('query');
      allow(c, key);
      const { tenant } = c.get('key');
      const behind = { group: query.group ?? null };
      const found = await deps.runFigure({ tenant, key, given: givenIn(query), behind, limit: query.limit });
      if (query.format === 'csv') return sendCsv(c, found, false);
      return c.json({ columns: found.columns.map((one) => ({ ...one })), ...answerBody(found) }, 200);
    });

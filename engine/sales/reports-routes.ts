import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import { CicloError } from '../../domain/errors.ts';
import type { Performance } from '../../domain/sales/pipeline.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  notFoundProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { Conditions } from '../../domain/rules/condition-shape.ts';
import { reachConditions } from '../records/lists/reach-filter.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { SlippageSum } from '../../domain/sales/pipeline-health.ts';
import type { ReportPipeline } from './pipeline-report.ts';
import type { SalesReports } from './sales-reports.ts';

const isWhole = z
  .boolean()
  .openapi({ description: 'False when there were more than 20,000 deals: the newest were looked at.' });

const forecastSchema = z
  .object({
    rows: z.array(
      z.object({
        month: z.string().openapi({ description: '`2027-03`, `overdue` or `undated`.' }),
        owner: z.string().optional(),
        team: z.string().optional(),
        currency: z.string(),
        deals: z.int(),
        amount: z.int().openapi({ description: 'In minor units.' }),
        weighted: z.int().openapi({ description: 'The amount by the probabilities of the stages.' }),
      }),
    ),
    withoutAmount: z.int().openapi({ description: 'Open deals without an amount; they are in no row.' }),
    isWhole: z.literal(true).openapi({ description: 'All open deals were counted, however many there are.' }),
  })
  .openapi('SalesForecast');

const performanceRow = z.object({
  id: z.string().optional().openapi({ description: 'A user or a team; absent for deals of nobody.' }),
  won: z.int(),
  lost: z.int(),
  winRate: z.number().openapi({ description: 'Won of those that are over, from 0 to 1.' }),
  cycleDays: z
    .number()
    .optional()
    .openapi({ description: 'Median days from the first day to the won deal.' }),
  amounts: z.record(z.string(), z.int()).openapi({ description: 'Won, in minor units by currency.' }),
});
const performanceSchema = z
  .object({ owners: z.array(performanceRow), teams: z.array(performanceRow), isWhole })
  .openapi('SalesPerformance');

const slippageRow = z.object({
  id: z.string().optional().openapi({ description: 'A user or a team; absent for deals of nobody.' }),
  deals: z.int().openapi({ description: 'Deals with an expected day.' }),
  slipped: z.int().openapi({ description: 'Deals whose day was moved to a later one.' }),
  slips: z.int().openapi({ description: 'How often that was done.' }),
  days: z
    .number()
    .optional()
    .openapi({ description: 'Median days from the first expected day to the last, of those that slipped.' }),
  amounts: z
    .record(z.string(), z.int())
    .openapi({ description: 'What those that slipped amount to, in minor units by currency.' }),
});
const pipelineSchema = z
  .object({
    stages: z.array(
      z.object({
        stage: z.string(),
        deals: z.int().openapi({ description: 'Deals that came to it.' }),
        open: z.int().openapi({ description: 'Deals that are in it now.' }),
        days: z.number().optional().openapi({ description: 'Median days of the stays that are over.' }),
        openDays: z
          .number()
          .optional()
          .openapi({ description: 'Median days so far of the deals that are in it.' }),
        winRate: z
          .number()
          .optional()
          .openapi({ description: 'Won of the deals that came to it and are over, from 0 to 1.' }),
      }),
    ),
    slippage: z.object({ owners: z.array(slippageRow), teams: z.array(slippageRow) }),
    isWhole,
  })
  .openapi('SalesPipeline');

const period = z.object({
  from: instant.optional().openapi({ description: 'By default 90 days before `to`.' }),
  to: instant.optional().openapi({ description: 'By default now.' }),
});

const forecastRoute = createRoute({
  method: 'get',
  path: '/sales/forecast',
  tags: ['Sales'],
  summary: 'What open deals are expected to bring, by month, owner, team and currency',
  security: withKey,
  responses: {
    200: answer({ description: 'The forecast.', schema: forecastSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const performanceRoute = createRoute({
  method: 'get',
  path: '/sales/performance',
  tags: ['Sales'],
  summary: 'Deals won and lost in a period, by owner and by team',
  security: withKey,
  request: {
    query: period,
  },
  responses: {
    200: answer({ description: 'How everybody did.', schema: performanceSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const pipelineRoute = createRoute({
  method: 'get',
  path: '/sales/pipeline',
  tags: ['Sales'],
  summary: 'How long deals stay in each stage, how many are won from there, and whose expected days slip',
  description: 'Of the deals that are open, and of those that ended in the period.',
  security: withKey,
  request: { query: period },
  responses: {
    200: answer({ description: 'The way of deals.', schema: pipelineSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const usualPeriod = 90 * 86_400_000;

const rowsOf = (all: ReadonlyMap<string | undefined, Performance>): z.infer<typeof performanceRow>[] =>
  [...all]
    .map(([id, { amounts, ...rest }]) => ({ ...given({ id }), ...rest, amounts: { ...amounts } }))
    .toSorted((a, b) => b.won - a.won || (a.id ?? '').localeCompare(b.id ?? ''));

const monthsOf = (all: ReadonlyMap<string | undefined, Performance>) =>
  [...all]
    .map(([month = '', { amounts, ...rest }]) => ({ month, ...rest, amounts: { ...amounts } }))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));

const slippedOf = (all: ReadonlyMap<string | undefined, SlippageSum>): z.infer<typeof slippageRow>[] =>
  [...all]
    .map(([id, { amounts, ...rest }]) => ({ ...given({ id }), ...rest, amounts: { ...amounts } }))
    .toSorted((a, b) => b.slipped - a.slipped || (a.id ?? '').localeCompare(b.id ?? ''));

/** `/api/sales/forecast`, `/api/sales/performance` and `/api/sales/pipeline`, of the deals that the caller may see. */
export const salesReportRoutes = (deps: {
  salesReports: SalesReports;
  reportPipeline: ReportPipeline;
  objectsOf: ObjectsOf;
  clock: { readonly now: (tenant: string) => number };
}): OpenAPIHono<ApiEnv> => {
  const { salesReports, reportPipeline, objectsOf, clock } = deps;
  const withinOf = async (c: Context<ApiEnv>): Promise<Conditions | undefined> => {
    const { tenant, user } = c.get('key');
    const { definition } = await objectOf({ objectsOf, tenant, kind: 'deal' });
    return reachConditions({ access: definition.access, viewer: user });
  };
  const periodOf = (tenant: string, asked: z.infer<typeof period>): { from: number; to: number } => {
    const to = asked.to === undefined ? clock.now(tenant) : Date.parse(asked.to);
    const from = asked.from === undefined ? to - usualPeriod : Date.parse(asked.from);
    if (from >= to) throw new CicloError({ code: 'invalid-input', message: '`from` is not before `to`.' });
    return { from, to };
  };
  return createRoutes()
    .openapi(forecastRoute, async (c) => {
      const { tenant } = c.get('key');
      const { rows, withoutAmount } = await salesReports.forecast({ tenant, within: await withinOf(c) });
      return c.json({ rows: rows.map((row) => ({ ...row })), withoutAmount, isWhole: true }, 200);
    })
    .openapi(performanceRoute, async (c) => {
      const { tenant } = c.get('key');
      const {
        owners,
        teams,
        months,
        isWhole: whole,
      } = await salesReports.performance({
        tenant,
        ...periodOf(tenant, c.req.valid('query')),
        within: await withinOf(c),
      });
      const [byOwner, byTeam] = [rowsOf(owners), rowsOf(teams)];
      return c.json({ owners: byOwner, teams: byTeam, months: monthsOf(months), isWhole: whole }, 200);
    })
    .openapi(pipelineRoute, async (c) => {
      const { tenant } = c.get('key');
      const asked = { tenant, ...periodOf(tenant, c.req.valid('query')), within: await withinOf(c) };
      const { stages, slippage, isWhole: whole } = await reportPipeline(asked);
      const slipped = { owners: slippedOf(slippage.owners), teams: slippedOf(slippage.teams) };
      return c.json({ stages: stages.map((row) => ({ ...row })), slippage: slipped, isWhole: whole }, 200);
    });
};

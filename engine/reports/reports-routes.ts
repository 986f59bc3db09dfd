import { randomUUID } from 'node:crypto';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  idempotencyHeader,
  instant,
  iso,
  jsonBody,
  listing,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { reportSchema, type ReportSettings } from '../../domain/reports/report.ts';
import { nextOccurrence } from '../../domain/time/schedule.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { CheckReport } from './check-report.ts';
import type { ReportRow, ReportStore } from './ports.ts';

const params = z.object({ id: text(64) });
const tags = ['Reports'];

const shownSchema = reportSchema
  .extend({
    id: z.string(),
    createdAt: instant,
    nextAt: instant.openapi({ description: 'When it is sent next.' }),
    last: z
      .object({
        at: instant,
        sent: z.int().openapi({ description: 'How many got it.' }),
        problem: z.string().optional().openapi({ description: 'Why others did not.' }),
      })
      .optional()
      .openapi({ description: 'How the last one went.' }),
  })
  .openapi('Report');

const bodyOf = (report: ReportRow): z.infer<typeof shownSchema> => {
  const { id, name, figures, period, schedule, to, language, createdAt, due, last } = report;
  return {
    id,
    name,
    figures: figures.map(({ figure, parameters }) => ({ figure, parameters: { ...parameters } })),
    period,
    schedule,
    to: [...to],
    language,
    createdAt: iso(createdAt),
    nextAt: iso(due),
    ...(last === undefined ? {} : { last: { ...last, at: iso(last.at) } }),
  };
};

const shown = answer({ description: 'The report.', schema: shownSchema });
const one = { 200: shown, ...commonProblems, ...notFoundProblem };

const listRoute = createRoute({
  method: 'get',
  path: '/reports',
  tags,
  summary: 'Reports that are sent on a schedule, the newest first',
  ...listing({ description: 'A page of reports.', filters: {}, rows: { reports: z.array(shownSchema) } }),
});
const addRoute = createRoute({
  method: 'post',
  path: '/reports',
  tags,
  summary: 'Make a report that is sent on a schedule',
  description:
    'Figures by mail to users of the team, with charts as pictures and each figure as a CSV file. Anyone who makes it, and anyone who gets it, has to be allowed to see all of its figures.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(reportSchema) },
  responses: { 201: shown, ...commonProblems },
});
const getRoute = createRoute({
  method: 'get',
  path: '/reports/{id}',
  tags,
  summary: 'One report',
  security: withKey,
  request: { params },
  responses: one,
});
const changeRoute = createRoute({
  method: 'put',
  path: '/reports/{id}',
  tags,
  summary: 'Replace the settings of a report',
  security: withKey,
  request: { params, body: jsonBody(reportSchema) },
  responses: one,
});
const sendRoute = createRoute({
  method: 'post',
  path: '/reports/{id}/send',
  tags,
  summary: 'Send a report now',
  description: 'It goes out within a few seconds; its schedule goes on as before.',
  security: withKey,
  request: { params },
  responses: one,
});
const removeRoute = createRoute({
  method: 'delete',
  path: '/reports/{id}',
  tags,
  summary: 'End a report',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'It is gone.', schema: z.object({ removed: z.literal(true) }) }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const given = (row: ReportRow | undefined): ReportRow => {
  if (row === undefined) throw notFound('report');
  return row;
};

/** Makes the look at what is asked for; answers when it is due the first time. */
const createCheck =
  (deps: { checkReport: CheckReport; live: LiveWorkspaces; clock: Clock }) =>
  async (tenant: string, settings: ReportSettings, key: ApiEnv['Variables']['key']) => {
    const { timezone: zone } = (await deps.live.of(tenant)).published.settings;
    const now = deps.clock.now(tenant);
    await deps.checkReport({ tenant, settings, scopes: key.scopes, now, zone });
    return nextOccurrence({ after: now, schedule: settings.schedule, zone });
  };

/** `/api/reports`: figures by mail. */
export const reportRoutes = (deps: {
  reports: ReportStore;
  checkReport: CheckReport;
  live: LiveWorkspaces;
  clock: Clock;
}): OpenAPIHono<ApiEnv> => {
  const { reports, clock } = deps;
  const check = createCheck(deps);
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { items, next } = await readPage({
        c,
        query: c.req.valid('query'),
        read: (page) => reports.list({ tenant, ...page }),
        positionOf: (row) => ({ at: row.createdAt, n: 0, id: row.id }),
      });
      return c.json({ reports: items.map(bodyOf), ...(next === undefined ? {} : { next }) }, 200);
    })
    .openapi(addRoute, async (c) => {
      const key = c.get('key');
      const { tenant } = key;
      const settings = c.req.valid('json');
      const slot = await check(tenant, settings, key);
      const once = c.req.valid('header')['idempotency-key'];
      const id = once === undefined ? randomUUID() : hashId(tenant, 'report', once);
      const state = { slot, due: slot, attempts: 0, sent: [] };
      await reports.add({ ...settings, ...state, tenant, id, createdAt: clock.now(tenant), by: key.id });
      return c.json(bodyOf(given(await reports.get({ tenant, id }))), 201);
    })
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json(bodyOf(given(await reports.get({ tenant, ...c.req.valid('param') }))), 200);
    })
    .openapi(changeRoute, async (c) => {
      const key = c.get('key');
      const { tenant } = key;
      const settings = c.req.valid('json');
      const slot = await check(tenant, settings, key);
      const row = await reports.change({ tenant, ...c.req.valid('param'), settings, slot });
      return c.json(bodyOf(given(row)), 200);
    })
    .openapi(sendRoute, async (c) => {
      const { tenant } = c.get('key');
      const { id } = c.req.valid('param');
      const row = given(await reports.get({ tenant, id }));
      const { name, figures, period, schedule, to, language } = row;
      const settings = { name, figures, period, schedule, to, language };
      const slot = clock.now(tenant);
      return c.json(bodyOf(given(await reports.change({ tenant, id, settings, slot }))), 200);
    })
    .openapi(removeRoute, async (c) => {
      const { tenant } = c.get('key');
      if (!(await reports.remove({ tenant, ...c.req.valid('param') }))) throw notFound('report');
      return c.json({ removed: true as const }, 200);
    });
};

import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createCheckReport } from './check-report.ts';
import { createReportTurns, type ReportTurns } from './report-turns.ts';
import { reportRoutes } from './reports-routes.ts';
import { createSendReport } from './send-report.ts';
import { reportSchema } from './store/report-schema.ts';
import { createReportStore } from './store/reports.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly reportTurns: ReportTurns };

/** Reports: figures by mail to the team, on a schedule. */
export const reportsModule = {
  name: 'reports',
  collections: [reportSchema],
  stores: { reports: createReportStore },
  services: {
    checkReport: createCheckReport,
    sendReport: createSendReport,
    reportTurns: createReportTurns,
  },
  loops: {
    reports: ({ live, reportTurns }: LoopNeeds) => ({
      every: 5,
      job: eachTenant({ live, look: async (tenant) => (await reportTurns.turn(tenant)) === 'more' }),
    }),
  },
  routes: { reports: reportRoutes },
  audited: {
    'POST /api/reports': { action: 'report.create' },
    'PUT /api/reports/:id': { action: 'report.change', param: 'id' },
    'POST /api/reports/:id/send': { action: 'report.send', param: 'id' },
    'DELETE /api/reports/:id': { action: 'report.end', param: 'id' },
  },
} as const satisfies Module;

import type { Module } from '../module.ts';
import { createCountOverview } from './count-overview.ts';
import { overviewRoutes } from './overview-routes.ts';
import { createOverviewReads } from './store/overview-reads.ts';

/** What a team looks at first: what needs attention, and how the last two weeks went. */
export const overviewModule = {
  name: 'overview',
  collections: [],
  stores: { overviewReads: createOverviewReads },
  services: { countOverview: createCountOverview },
  loops: {},
  routes: { overview: overviewRoutes },
  audited: {},
} as const satisfies Module;

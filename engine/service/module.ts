import type { Module } from '../module.ts';
import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createFindPause } from './find-pause.ts';
import { createSlaClocks, type SlaClocks } from './sla-clocks.ts';

type LoopNeeds = { readonly live: LiveWorkspaces; readonly slaClocks: SlaClocks };

/** Customer service: what cases, returns, surveys and appointments do beyond data. */
export const serviceModule = {
  name: 'service',
  collections: [],
  stores: {},
  services: { findPause: createFindPause, slaClocks: createSlaClocks },
  loops: {
    sla: ({ live, slaClocks }: LoopNeeds) => ({
      every: 1,
      job: eachTenant({ live, look: async (tenant) => (await slaClocks.turn(tenant)) === 'more' }),
    }),
  },
  routes: {},
  audited: {},
} as const satisfies Module;

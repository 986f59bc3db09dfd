import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { createRecheckSegments } from './recheck-segments.ts';
import { eachTenant } from '../each-tenant.ts';
import type { Module } from '../module.ts';
import { createAudienceStore } from './store/audience.ts';
import { createRefusePersonalConditions } from './personal-conditions.ts';
import { createPreviewAudience } from './preview-audience.ts';
import { overlapRoutes } from './overlap-routes.ts';
import { createSegmentSizes } from './segment-sizes.ts';
import { createOverlapOfSegments } from './segment-overlap.ts';
import { segmentRoutes } from './segments-routes.ts';

type LoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly recheck: (tenant: string) => Promise<number>;
};

/** Memberships, kept current as events come and time passes. */
export const segmentsModule = {
  name: 'segments',
  collections: [],
  stores: {
    audience: createAudienceStore,
  },
  services: {
    recheck: createRecheckSegments,
    previewAudience: createPreviewAudience,
    refusePersonalConditions: createRefusePersonalConditions,
    overlapOfSegments: createOverlapOfSegments,
    segmentSizes: createSegmentSizes,
  },
  loops: {
    segments: ({ live, recheck }: LoopNeeds) => ({
      every: 2,
      job: eachTenant({ live, look: async (tenant) => (await recheck(tenant)) > 0 }),
    }),
  },
  routes: { segments: segmentRoutes, segmentOverlap: overlapRoutes },
  audited: { 'POST /api/segments/preview': 'none' },
} as const satisfies Module;

import type { Module } from '../module.ts';
import { createCarrySyncs, createOwnCarrier } from './carry-syncs.ts';
import { createSideOf } from './side-of.ts';
import { createSteerSyncs } from './steer-syncs.ts';
import { issueSchema } from './store/issue-schema.ts';
import { createIssueStore } from './store/issues.ts';
import { linkSchema } from './store/link-schema.ts';
import { createLinkStore } from './store/links.ts';
import { createSyncPeople } from './store/people.ts';
import { syncSchema } from './store/sync-schema.ts';
import { createSyncStore } from './store/syncs.ts';
import { createSyncStep } from './sync-step.ts';
import { syncRoutes } from './syncs-routes.ts';

/** Two-way syncs with other systems: what is the same, what changed, who counts, and what went wrong. */
export const syncModule = {
  name: 'sync',
  collections: [syncSchema, linkSchema, issueSchema],
  stores: {
    syncStore: createSyncStore,
    syncLinks: createLinkStore,
    syncIssues: createIssueStore,
    syncPeople: createSyncPeople,
  },
  services: {
    sideOf: createSideOf,
    syncStep: createSyncStep,
    syncCarrier: createOwnCarrier,
    carrySyncs: createCarrySyncs,
    steerSyncs: createSteerSyncs,
  },
  loops: {
    syncs: ({ carrySyncs }: { carrySyncs: ReturnType<typeof createCarrySyncs> }) => ({
      every: 2,
      job: carrySyncs,
    }),
  },
  routes: { syncs: syncRoutes },
  audited: {
    'POST /api/syncs/:sync/run': { action: 'sync.run' },
    'POST /api/syncs/:sync/pause': { action: 'sync.pause' },
    'POST /api/syncs/:sync/resume': { action: 'sync.resume' },
    'POST /api/syncs/:sync/issues/retry': { action: 'sync.retry-all' },
    'POST /api/syncs/:sync/issues/:id/retry': { action: 'sync.retry', param: 'id' },
  },
} as const satisfies Module;

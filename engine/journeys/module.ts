import type { StepTypes } from '../../domain/journey/steps/step-type.ts';
import type { Clock } from '../clock/clock.ts';
import { createCountedJourneys } from './counted-journeys.ts';
import { createSteerJourney } from './steer-journey.ts';
import { createLiveWorkspaces, type LiveWorkspaces } from './live-workspace.ts';
import type { WorkspaceStore } from './ports.ts';
import { createPublishWorkspace } from './publish/publish-workspace.ts';
import type { Module } from '../module.ts';
import { createPublishFiles } from './publish/publish-files.ts';
import { journeyVersionSchema, workspacePartSchema, workspaceSchema } from './store/workspace-schema.ts';
import { createWorkspaceStore } from './store/workspaces.ts';
import { workspaceTextSchema } from './store/workspace-text-schema.ts';
import { createWorkspaceTextStore } from './store/workspace-texts.ts';
import { journeyRoutes } from './journeys-routes.ts';
import { publishRoutes } from './publish-routes.ts';
import { versionRoutes } from './versions-routes.ts';
import { steerRoutes } from './steer-routes.ts';
import { createFunnelReads } from './store/read-funnel.ts';
import { createJourneyReads } from './store/read-journeys.ts';

/** Another process sees a publication after so long at most. */
const checkEveryMs = 1000;

type LiveNeeds = {
  readonly workspaces: WorkspaceStore;
  readonly systemTime: Clock['systemTime'];
  readonly fixedLive?: LiveWorkspaces;
  /** The types of step journeys are made of: those that come with the engine by default. */
  readonly stepTypes?: StepTypes;
};

/** Journeys as they are published: what is active, how it is steered, and how a change reaches the people inside. */
export const journeysModule = {
  name: 'journeys',
  collections: [workspaceSchema, workspacePartSchema, workspaceTextSchema, journeyVersionSchema],
  stores: {
    workspaces: createWorkspaceStore,
    workspaceTexts: createWorkspaceTextStore,
    journeyReads: createJourneyReads,
    funnelReads: createFunnelReads,
  },
  services: {
    live: ({ fixedLive, workspaces, systemTime, stepTypes }: LiveNeeds) =>
      fixedLive ?? createLiveWorkspaces({ workspaces, systemTime, checkEveryMs, stepTypes }),
    countedJourneys: createCountedJourneys,
    steer: createSteerJourney,
    publish: createPublishWorkspace,
    publishFiles: createPublishFiles,
  },
  loops: {},
  routes: { journeys: journeyRoutes, publish: publishRoutes, steer: steerRoutes, versions: versionRoutes },
  audited: {
    'PUT /api/workspace': { action: 'workspace.publish' },
    'POST /api/journeys/:key/pause': { action: 'journey.pause', param: 'key' },
    'POST /api/journeys/:key/resume-entries': { action: 'journey.resume-entries', param: 'key' },
    'POST /api/journeys/:key/freeze': { action: 'journey.freeze', param: 'key' },
    'POST /api/journeys/:key/resume': { action: 'journey.resume', param: 'key' },
    'POST /api/journeys/:key/drain': { action: 'journey.drain', param: 'key' },
    'POST /api/journeys/:key/stop': { action: 'journey.stop', param: 'key' },
  },
} as const satisfies Module;

import type { Accept } from '../../activities/dispatch/accept.ts';
import type { Burst } from '../../activities/burst/burst.ts';
import type { createCarrier } from '../../activities/carrier/carrier.ts';
import type { Clock } from '../../activities/clock.ts';
import { createReleaseHeld } from '../../activities/channels/release-held.ts';
import { createChannels } from '../../activities/channels/switch-channel.ts';
import { createCheckJourneys } from '../../activities/guards/check-journeys.ts';
import { createCarryJobs } from '../../activities/jobs/carry-jobs.ts';
import { createCrowds } from '../../activities/jobs/crowds.ts';
import { createStartJob } from '../../activities/jobs/start-job.ts';
import { createTellRun } from '../../activities/jobs/tell-run.ts';
import { createWorkOnRun } from '../../activities/jobs/work-on-run.ts';
import { createSteerJourney } from '../../activities/journeys/steer-journey.ts';
import type { LiveWorkspaces } from '../../activities/live/live-workspace.ts';
import { createListPlugins } from '../../activities/plugins/list-plugins.ts';
import { createFinishTask } from '../../activities/tasks/finish-task.ts';
import type { Plugins } from '../../activities/plugins/plugins.ts';
import type { EngineDeps } from './engine-deps.ts';

/** What changes journeys while people are in them: operations on many people, and on a journey as a whole. */
export const createChanging = (input: {
  deps: EngineDeps;
  live: LiveWorkspaces;
  clock: Clock;
  burst: Burst;
  carrier: ReturnType<typeof createCarrier>;
  plugins: Plugins;
  accept: Accept;
}) => {
  const { deps, live, clock, burst, carrier, plugins, accept } = input;
  const { stores, log, pause } = deps;
  const crowds = createCrowds(stores);
  const startJob = createStartJob({ ...stores, crowds, live, clock });
  const work = createWorkOnRun({ ...stores, clock, tell: createTellRun({ burst, carrier, clock }) });
  const leaseMs = deps.jobLeaseMs ?? 30_000;
  const carryJobs = createCarryJobs({ jobs: stores.jobs, crowds, work, clock, log, pause, leaseMs });
  const steer = createSteerJourney({ ...stores, live, crowds, startJob, clock });
  const checkJourneys = createCheckJourneys({
    ...stores,
    counts: stores.guardCounts,
    live,
    steer,
    clock,
    log,
    count: deps.meter.tripped,
  });
  const channels = createChannels({ ...stores, live, plugins, clock, log });
  const releaseHeld = createReleaseHeld({ ...stores, live, carrier, wall: deps.wall, pause });
  const listPlugins = createListPlugins({ ...stores, live, plugins, wall: deps.wall });
  const finishTask = createFinishTask({ ...stores, accept, clock });
  return {
    finishTask,
    crowds,
    startJob,
    carryJobs,
    steer,
    checkJourneys,
    channels,
    releaseHeld,
    listPlugins,
  };
};

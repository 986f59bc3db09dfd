import { randomUUID } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import type { Steering } from '../../domain/jobs/steering.ts';
import type { Clock } from '../clock.ts';
import type { JobWish, StartJob } from '../jobs/start-job.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { Job, JobStore } from '../ports/jobs.ts';
import type { JourneyFreeze, JourneyMode, PublishedWorkspace, WorkspaceStore } from '../ports/workspaces.ts';

export type Steered = {
  readonly mode: JourneyMode;
  readonly frozen?: JourneyFreeze;
  /** The job that deals with the people inside, where they are concerned. */
  readonly job?: Job;
  /** How many people are concerned. */
  readonly people: number;
};

export type SteerJourney = (input: {
  tenant: string;
  journey: string;
  steering: Steering;
  /** Only says how many people it would concern. */
  dryRun: boolean;
}) => Promise<Steered>;

type Found = PublishedWorkspace['journeys'][number];

const refuse = (message: string): CicloError => new CicloError({ code: 'conflict', message });

const changeOf = (input: {
  found: Found;
  steering: Steering;
  at: number;
}): { mode: JourneyMode; frozen?: JourneyFreeze } => {
  const { found, steering, at } = input;
  const { mode } = found;
  const kept = found.frozen === undefined ? {} : { frozen: found.frozen };
  switch (steering.kind) {
    case 'pause':
      if (mode === 'ended') throw refuse('The journey has ended; it takes nobody in as it is.');
      return { mode: 'paused', ...kept };
    case 'resume-entries':
      return { mode: 'live', ...kept };
    case 'drain':
      return { mode: 'ended', ...kept };
    case 'stop':
      return { mode: 'ended' };
    case 'freeze': {
      const { entries, reason } = steering;
      const why = reason === undefined ? {} : { reason };
      // Frozen again: from when it stood still stays as it is.
      const { id, at: since } = found.frozen ?? { id: randomUUID(), at };
      return { mode, frozen: { id, at: since, entries, ...why } };
    }
    case 'resume':
      return { mode };
  }
};

const actionOf = (steering: Steering): JobAction | undefined => {
  switch (steering.kind) {
    case 'freeze':
      return { kind: 'hold' };
    case 'resume':
      return { kind: 'release', policy: steering.policy };
    case 'stop': {
      const { outcome, reason } = steering;
      return { kind: 'exit', outcome, cancel: true, ...(reason === undefined ? {} : { reason }) };
    }
    default:
      return undefined;
  }
};

/** Jobs that steer a whole journey; a new one takes the place of one under way. */
const steers = (job: Job): boolean => job.action.kind === 'hold' || job.action.kind === 'release';

/**
 * Makes the steering of a whole journey. How it stands changes at one instant, for whoever comes in or wakes up
 * from then on; those who are inside are dealt with by a job, one after the other.
 */
export const createSteerJourney = (deps: {
  workspaces: WorkspaceStore;
  live: LiveWorkspaces;
  jobs: JobStore;
  startJob: StartJob;
  clock: Clock;
}): SteerJourney => {
  const find = async (input: { tenant: string; journey: string }): Promise<Found> => {
    const published = await deps.workspaces.load(input.tenant);
    const found = published?.journeys.find((one) => one.key === input.journey);
    if (found !== undefined) return found;
    throw new CicloError({ code: 'not-found', message: `There is no journey ${input.journey}.` });
  };

  /** Ends the job that steers the journey, if one is under way. */
  const supersede = async (input: { tenant: string; journey: string }): Promise<void> => {
    const { tenant, journey } = input;
    const at = deps.clock.now(tenant);
    for (const state of ['queued', 'running'] as const) {
      for (const job of await deps.jobs.list({ tenant, journey, state, limit: 100 })) {
        if (steers(job)) await deps.jobs.cancel({ tenant, id: job.id, at });
      }
    }
  };

  return async ({ tenant, journey, steering, dryRun }) => {
    const found = await find({ tenant, journey });
    const changed = changeOf({ found, steering, at: deps.clock.now(tenant) });
    const action = actionOf(steering);
    const rate = 'rate' in steering && steering.rate !== undefined ? { rate: steering.rate } : {};
    const wish: JobWish | undefined =
      action === undefined ? undefined : { tenant, action, who: { journey }, ...rate };
    if (dryRun) {
      const people = wish === undefined ? 0 : (await deps.startJob.preview(wish)).total;
      return { ...changed, people };
    }
    if (wish !== undefined) await supersede({ tenant, journey });
    const { mode, frozen } = changed;
    await deps.workspaces.setMode({ tenant, journey, mode, frozen: frozen ?? null });
    await deps.live.refresh(tenant);
    if (wish === undefined) return { ...changed, people: 0 };
    const job = await deps.startJob.start(wish);
    return { ...changed, job, people: job.total };
  };
};

import { randomUUID } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import type { JobAction } from '../../domain/jobs/job-request.ts';
import type { Steering } from '../../domain/jobs/steering.ts';
import type { Clock } from '../clock/clock.ts';
import type { JobWish, StartJob } from '../jobs/start-job.ts';
import type { Selections } from '../jobs/selections.ts';
import type { LiveWorkspaces } from './live-workspace.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { TripStore } from '../guards/ports.ts';
import type { Job, JobStore } from '../jobs/ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { JourneyFreeze, JourneyMode, PublishedWorkspace, WorkspaceStore } from './ports.ts';
import { countEntrants } from './count-entrants.ts';
import { guardLaunch } from './launch-guard.ts';

export type Steered = {
  readonly mode: JourneyMode;
  readonly frozen?: JourneyFreeze;
  /** The job that deals with the people inside, where they are concerned. */
  readonly job?: Job;
  /** How many people inside are concerned. */
  readonly people: number;
  /** How many people come in at once. */
  readonly entering: number;
};

export type SteerJourney = (input: {
  tenant: string;
  journey: string;
  steering: Steering;
  /** Only says how many people it would concern. */
  dryRun: boolean;
  /** The trip of the guard that asks for a freeze. */
  trip?: string;
}) => Promise<Steered>;

type Found = PublishedWorkspace['journeys'][number];

const refuse = (message: string): CicloError => new CicloError({ code: 'conflict', message });

const changeOf = (input: {
  found: Found;
  steering: Steering;
  at: number;
  trip: string | undefined;
}): { mode: JourneyMode; frozen?: JourneyFreeze } => {
  const { found, steering, at, trip } = input;
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
      // A guard that comes too late has nothing to add.
      if (trip !== undefined && found.frozen !== undefined) return { mode, frozen: found.frozen };
      // Frozen again: from when it stood still stays as it is.
      const { id, at: since } = found.frozen ?? { id: trip ?? randomUUID(), at };
      const by = trip === undefined && found.frozen?.by === undefined ? {} : { by: 'guard' as const };
      return { mode, frozen: { id, at: since, entries, ...why, ...by } };
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

type Deps = {
  readonly workspaces: WorkspaceStore;
  readonly live: LiveWorkspaces;
  readonly jobs: JobStore;
  readonly trips: Pick<TripStore, 'resume'>;
  readonly startJob: StartJob;
  readonly selections: Selections;
  readonly audience: AudienceStore;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly clock: Clock;
};

type At = { readonly workspace: PublishedWorkspace; readonly found: Found };

const find = async (input: { deps: Deps; tenant: string; journey: string }): Promise<At> => {
  const workspace = await input.deps.workspaces.load(input.tenant);
  const found = workspace?.journeys.find((one) => one.key === input.journey);
  if (workspace !== undefined && found !== undefined) return { workspace, found };
  throw new CicloError({ code: 'not-found', message: `There is no journey ${input.journey}.` });
};

/** Ends the job that steers the journey, if one is under way. */
const supersede = async (input: { deps: Deps; tenant: string; journey: string }): Promise<void> => {
  const { deps, tenant, journey } = input;
  const at = deps.clock.now(tenant);
  for (const state of ['queued', 'running'] as const) {
    for (const job of await deps.jobs.list({ tenant, journey, state, limit: 100 })) {
      if (steers(job)) await deps.jobs.cancel({ tenant, id: job.id, at });
    }
  }
};

/** How many people come in at once when a journey takes people in again, or goes on with those it held. */
const countEntering = async (input: At & { deps: Deps; steering: Steering }): Promise<number> => {
  const { deps, workspace, found, steering } = input;
  const { tenant } = workspace;
  if (steering.kind === 'resume-entries' && found.mode !== 'live') {
    const now = deps.clock.now(tenant);
    return countEntrants({ deps, workspace, definition: found.definition, now });
  }
  if (steering.kind !== 'resume' || found.frozen === undefined) return 0;
  const enteredAfter = new Date(found.frozen.at).toISOString();
  const action = { kind: 'release', policy: steering.policy } as const;
  const selection = { tenant, action, who: { journey: found.key, enteredAfter } };
  return (await deps.selections.standing({ selection })).reduce((sum, { runs }) => sum + runs, 0);
};

/**
 * Makes the steering of a whole journey. How it stands changes at one instant, for anyone who comes in or wakes up
 * from then on; those who are inside are dealt with by a job, one after the other. Throws `conflict` when the
 * launch guard asks for a number.
 */
export const createSteerJourney = (deps: Deps): SteerJourney => {
  return async ({ tenant, journey, steering, dryRun, trip }) => {
    const at = await find({ deps, tenant, journey });
    const { found } = at;
    const now = deps.clock.now(tenant);
    const changed = changeOf({ found, steering, at: now, trip });
    const action = actionOf(steering);
    const rate = 'rate' in steering && steering.rate !== undefined ? { rate: steering.rate } : {};
    const wish: JobWish | undefined =
      action === undefined ? undefined : { tenant, action, who: { journey }, twice: true, ...rate };
    const entering = await countEntering({ ...at, deps, steering });
    if (dryRun) {
      const people = wish === undefined ? 0 : (await deps.startJob.preview(wish)).total;
      return { ...changed, people, entering };
    }
    guardLaunch({
      people: entering,
      most: at.workspace.settings.launchGuard.people,
      expect: 'expect' in steering ? steering.expect : undefined,
      what: 'This',
    });
    if (wish !== undefined) await supersede({ deps, tenant, journey });
    const { mode, frozen } = changed;
    // Anyone who lets it go on has seen why it stopped: its guards count again from here.
    if (found.frozen?.by === 'guard' && frozen === undefined) {
      await deps.trips.resume({ tenant, id: found.frozen.id, at: now });
    }
    await deps.workspaces.setMode({ tenant, journey, mode, frozen: frozen ?? null });
    await deps.live.refresh(tenant);
    if (wish === undefined) return { ...changed, people: 0, entering };
    const job = await deps.startJob.start(wish);
    return { ...changed, job, people: job.total, entering };
  };
};

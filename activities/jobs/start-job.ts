import { randomUUID } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import type { Crowd } from '../../domain/jobs/crowd.ts';
import { defaultRate, type JobAction } from '../../domain/jobs/job-request.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Clock } from '../clock.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { Job, JobStore, Standing } from '../ports/jobs.ts';
import type { WorkspaceStore } from '../ports/workspaces.ts';
import { jobProblems, journeyProblems } from './check-job.ts';
import type { Crowds } from './crowds.ts';

export type JobWish = {
  readonly tenant: string;
  readonly action: JobAction;
  readonly who: Crowd;
  readonly rate?: number;
  /** Not those on this version. */
  readonly otherThan?: number;
  /** Must find everybody, also those who come in while it is at work. */
  readonly twice?: boolean;
  /** The same id again is the same job. */
  readonly id?: string;
};

export type StartJob = {
  /** Whom it would be about, exactly, and everything that is wrong with it. */
  readonly preview: (wish: JobWish) => Promise<{
    readonly standing: readonly Standing[];
    readonly total: number;
    readonly problems: readonly Problem[];
  }>;
  /** Begins it. Throws `unprocessable` with every problem. */
  readonly start: (wish: JobWish) => Promise<Job>;
};

/** Standing still costs one write a person. */
const holdRate = 500;

/** Those on the version a migration goes to are not its business. */
const otherThanOf = ({ action, otherThan }: JobWish): { readonly otherThan?: number } => {
  if (action.kind === 'migrate') return { otherThan: action.version };
  return otherThan === undefined ? {} : { otherThan };
};

const newJob = (input: { wish: JobWish; total: number; now: number; wall: number }): Job => {
  const { wish, total, now, wall } = input;
  const { tenant, action, who } = wish;
  return {
    id: wish.id ?? randomUUID(),
    tenant,
    journey: who.journey,
    action,
    who,
    ...otherThanOf(wish),
    rate: wish.rate ?? (action.kind === 'hold' ? holdRate : defaultRate),
    state: 'queued',
    total,
    done: 0,
    passed: 0,
    failed: 0,
    troubles: [],
    page: [],
    next: 'start',
    attempts: 0,
    looks: 0,
    twice: wish.twice ?? action.kind === 'migrate',
    createdAt: now,
    createdWall: wall,
  };
};

/** Makes the beginning of an operation on many people: checked and counted first, then written to be carried on. */
export const createStartJob = (deps: {
  jobs: JobStore;
  crowds: Crowds;
  workspaces: Pick<WorkspaceStore, 'lastVersions' | 'journeyVersion'>;
  live: LiveWorkspaces;
  clock: Clock;
}): StartJob => {
  const preview: StartJob['preview'] = async (wish) => {
    const unknown = await journeyProblems({ deps, wish });
    if (unknown.length > 0) return { standing: [], total: 0, problems: unknown };
    const standing = await deps.crowds.standing({ crowd: { ...wish, ...otherThanOf(wish) } });
    const total = standing.reduce((sum, { runs }) => sum + runs, 0);
    return { standing, total, problems: await jobProblems({ deps, wish, standing }) };
  };
  return {
    preview,
    start: async (wish) => {
      const { total, problems } = await preview(wish);
      if (problems.length > 0) {
        const message = 'This cannot be done as it is asked for.';
        throw new CicloError({ code: 'unprocessable', message, details: { problems } });
      }
      const wall = deps.clock.wall();
      const { tenant } = wish;
      const job = newJob({ wish, total, now: deps.clock.now(tenant), wall });
      const added = await deps.jobs.add({ job, due: wall });
      return added === 'added' ? job : ((await deps.jobs.get({ tenant, id: job.id })) ?? job);
    },
  };
};

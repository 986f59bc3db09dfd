import { randomUUID } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { Selection } from '../../domain/jobs/selection.ts';
import { defaultRate, type JobAction } from '../../domain/jobs/job-request.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Job, JobStore, Standing } from './ports.ts';
import type { WorkspaceStore } from '../journeys/ports.ts';
import { jobProblems, journeyProblems } from './check-job.ts';
import type { Selections } from './selections.ts';

export type JobWish = {
  readonly tenant: string;
  readonly action: JobAction;
  readonly who: Selection;
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
  /**
   * Begins to bring back the workflows of all active runs, one job for each journey that has any, also of journeys that
   * are not published any more. The same id again is the same jobs.
   */
  readonly reviveAll: (input: { tenant: string; id: string; rate?: number }) => Promise<readonly Job[]>;
};

/** People per second, where nothing else is asked for: standing still costs one write, a workflow one call. */
const rateOf = ({ kind }: JobAction): number => {
  if (kind === 'hold') return 500;
  return kind === 'revive' ? 200 : defaultRate;
};

/** Those on the version a migration goes to are not its business. */
const otherThanOf = ({ action, otherThan }: JobWish): { readonly otherThan?: number } => {
  if (action.kind === 'migrate') return { otherThan: action.version };
  return otherThan === undefined ? {} : { otherThan };
};

const newJob = (input: { wish: JobWish; total: number; now: number; systemTime: number }): Job => {
  const { wish, total, now, systemTime } = input;
  const { tenant, action, who } = wish;
  return {
    id: wish.id ?? randomUUID(),
    tenant,
    journey: who.journey,
    action,
    who,
    ...otherThanOf(wish),
    rate: wish.rate ?? rateOf(action),
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
    createdWall: systemTime,
  };
};

/** Makes the beginning of an operation on many people: checked and counted first, then written to be carried on. */
export const createStartJob = (deps: {
  jobs: JobStore;
  selections: Selections;
  workspaces: Pick<WorkspaceStore, 'lastVersions' | 'journeyVersion'>;
  live: LiveWorkspaces;
  clock: Clock;
}): StartJob => {
  const preview: StartJob['preview'] = async (wish) => {
    const unknown = await journeyProblems({ deps, wish });
    if (unknown.length > 0) return { standing: [], total: 0, problems: unknown };
    const standing = await deps.selections.standing({ selection: { ...wish, ...otherThanOf(wish) } });
    const total = standing.reduce((sum, { runs }) => sum + runs, 0);
    return { standing, total, problems: await jobProblems({ deps, wish, standing }) };
  };
  const start: StartJob['start'] = async (wish) => {
    const { total, problems } = await preview(wish);
    if (problems.length > 0) {
      const message = 'This cannot be done as it is asked for.';
      throw new CicloError({ code: 'unprocessable', message, details: { problems } });
    }
    const systemTime = deps.clock.systemTime();
    const { tenant } = wish;
    const job = newJob({ wish, total, now: deps.clock.now(tenant), systemTime });
    const added = await deps.jobs.add({ job, due: systemTime });
    return added === 'added' ? job : ((await deps.jobs.get({ tenant, id: job.id })) ?? job);
  };
  return {
    preview,
    start,
    reviveAll: async ({ tenant, id, rate }) => {
      const begun: Job[] = [];
      for (const journey of (await deps.workspaces.lastVersions(tenant)).keys()) {
        const action = { kind: 'revive' } as const;
        const wish = { tenant, action, who: { journey }, id: hashId('revive', id, journey) };
        const known = await deps.jobs.get(wish);
        const { total } = known ?? (await preview(wish));
        if (total > 0) begun.push(known ?? (await start(rate === undefined ? wish : { ...wish, rate })));
      }
      return begun;
    },
  };
};

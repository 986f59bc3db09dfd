import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EntryJob, EntryJobStore } from './ports.ts';
import { doPage, type PageDeps } from './do-page.ts';
import { peopleJob } from './plan-jobs.ts';
import { syncJobs } from './sync-jobs.ts';

/** Entries that concern many people: on a schedule, of those present, and dates after a publication. */
export type EnterMany = {
  /** Does one page of what is due; `more` when there may be more to do at once. */
  readonly turn: (tenant: string) => Promise<'more' | 'elsewhere' | 'nothing'>;
  /** When the next of it is due, on the tenant's clock. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

type Deps = PageDeps & {
  readonly jobs: EntryJobStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
  /** True while so many events wait in this process that more would only pile up. */
  readonly isBusy: () => boolean;
};

const leaseMs = 10_000;

/** Those due, memberships and dates first: who enters depends on them. */
const dueOf = (jobs: readonly EntryJob[], now: number): readonly EntryJob[] => {
  const due = jobs.filter(({ at }) => at !== undefined && at <= now);
  const people = due.filter(({ name }) => name === peopleJob);
  const isFirst = people.some(({ passes }) => passes === 0);
  return isFirst ? people : [...people, ...due.filter(({ name }) => name !== peopleJob)];
};

/**
 * Makes the work of entering many people. Each job is one row with a cursor: a page is done, then the cursor moves, so
 * that a process that dies leaves a page at most to be done again, by whichever process comes first. What a page
 * leads to has the same ids each time it is done.
 */
export const createEnterMany = (deps: Deps): EnterMany => {
  const { jobs, clock } = deps;

  const take = async (job: EntryJob): Promise<EntryJob | undefined> => {
    const systemTime = clock.systemTime();
    if ((job.leaseUntil ?? 0) > systemTime) return undefined;
    const leased = { ...job, leaseUntil: systemTime + leaseMs };
    if ((await jobs.save({ job: leased, rev: job.rev })) === 'conflict') return undefined;
    return { ...leased, rev: job.rev + 1 };
  };

  const turn: EnterMany['turn'] = async (tenant) => {
    const live = await deps.live.of(tenant);
    const now = clock.now(tenant);
    const due = dueOf(await syncJobs({ jobs, live, now }), now);
    if (due.length === 0) return 'nothing';
    if (deps.isBusy()) return 'elsewhere';
    for (const job of due) {
      const taken = await take(job);
      if (taken === undefined) continue;
      const { leaseUntil: _lease, ...done } = await doPage({ deps, live, job: taken, now });
      await jobs.save({ job: done, rev: taken.rev });
      return 'more';
    }
    return 'elsewhere';
  };

  return {
    turn,
    next: async (tenant) => {
      const live = await deps.live.of(tenant);
      const standing = await syncJobs({ jobs, live, now: clock.now(tenant) });
      const instants = standing.flatMap(({ at }) => (at === undefined ? [] : [at]));
      return instants.length === 0 ? undefined : Math.min(...instants);
    },
  };
};

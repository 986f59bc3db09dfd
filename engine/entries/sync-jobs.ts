import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { EntryJob, EntryJobStore } from './ports.ts';
import { wantedJobs } from './plan-jobs.ts';

/**
 * Brings the jobs of a tenant in line with what is published: adds those that are missing, begins those again that were
 * planned from something else, removes those of journeys that take nobody in. Answers them as they stand.
 */
export const syncJobs = async (input: {
  jobs: EntryJobStore;
  live: LiveWorkspace;
  now: number;
}): Promise<readonly EntryJob[]> => {
  const { jobs, live, now } = input;
  const { tenant } = live;
  const standing = new Map((await jobs.of(tenant)).map((job) => [job.name, job]));
  const wanted = wantedJobs({ live, now });
  let isChanged = false;
  for (const fresh of wanted) {
    const job = standing.get(fresh.name);
    if (job?.plan === fresh.plan) continue;
    isChanged = true;
    const anew: EntryJob = { ...fresh, tenant, passes: 0, rev: 0 };
    if (job === undefined) await jobs.add(anew);
    else await jobs.save({ job: anew, rev: job.rev });
  }
  const names = new Set(wanted.map(({ name }) => name));
  for (const { name, rev } of standing.values()) {
    if (names.has(name)) continue;
    isChanged = true;
    await jobs.remove({ tenant, name, rev });
  }
  return isChanged ? jobs.of(tenant) : [...standing.values()];
};

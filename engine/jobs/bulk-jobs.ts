import type { Clock } from '../clock/clock.ts';
import type { StartJob } from './start-job.ts';
import type { JobStore } from './ports.ts';

/** Operations on many people, as operators ask for them and look at them. */
export type BulkJobs = StartJob &
  Pick<JobStore, 'get' | 'list' | 'setRate'> & {
    readonly cancel: (input: { tenant: string; id: string }) => ReturnType<JobStore['cancel']>;
  };

type Needs = { readonly startJob: StartJob; readonly jobs: JobStore; readonly clock: Clock };

/** Makes the operations on many people. */
export const createBulkJobs = ({ startJob, jobs, clock }: Needs): BulkJobs => ({
  preview: startJob.preview,
  start: startJob.start,
  reviveAll: startJob.reviveAll,
  get: jobs.get,
  list: jobs.list,
  cancel: ({ tenant, id }) => jobs.cancel({ tenant, id, at: clock.now(tenant) }),
  setRate: jobs.setRate,
});

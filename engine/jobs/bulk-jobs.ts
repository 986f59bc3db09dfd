import type { Clock } from '../clock/clock.ts';
import type { StartJob } from './start-job.ts';
import type { JobStore } from './ports.ts';
import type { Jobs } from '../../api/ports/jobs.ts';

type Needs = { readonly startJob: StartJob; readonly jobs: JobStore; readonly clock: Clock };

/** Operations on many people, as operators ask for them. */
export const createBulkJobs = ({ startJob, jobs, clock }: Needs): Jobs => ({
  preview: startJob.preview,
  start: startJob.start,
  reviveAll: startJob.reviveAll,
  get: jobs.get,
  list: jobs.list,
  cancel: ({ tenant, id }) => jobs.cancel({ tenant, id, at: clock.now(tenant) }),
  setRate: jobs.setRate,
});

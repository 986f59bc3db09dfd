import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import { type CarryJobs, createCarryJobs } from './carry-jobs.ts';
import { createSelections, type Selections } from './selections.ts';
import { createStartJob } from './start-job.ts';
import { createWorkOnRun } from './work-on-run.ts';
import type { SelectionStore, JobStore } from './ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { CancelPlanned } from '../messages/cancel-planned.ts';
import type { LedgerStore, RunStore } from '../runs/ports.ts';
import type { RunWorkflowStarter } from '../runs/workflow-starter.ts';
import type { TellRun } from '../runs/tell-run.ts';
import type { Module } from '../module.ts';
import { createBulkJobs } from './bulk-jobs.ts';
import { jobSchema } from './store/job-schema.ts';
import { createJobStore } from './store/jobs.ts';
import { createSelectionStore } from './store/selections.ts';
import { jobRoutes } from './jobs-routes.ts';

type SelectionNeeds = {
  readonly selectionStore: SelectionStore;
  readonly profiles: ProfileStore;
  readonly ledger: LedgerStore;
};

type WorkNeeds = {
  readonly runs: RunStore;
  readonly cancelPlanned: CancelPlanned;
  readonly tell: TellRun;
  readonly workflowStarter: RunWorkflowStarter;
};

type CarryNeeds = {
  readonly jobs: JobStore;
  readonly selections: Selections;
  readonly work: ReturnType<typeof createWorkOnRun>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: (ms: number) => Promise<void>;
  readonly jobLeaseMs: number;
};

/** Jobs: operations on many people, at a rate, over crashes. */
export const jobsModule = {
  name: 'jobs',
  collections: [jobSchema],
  stores: {
    jobs: createJobStore,
    selectionStore: createSelectionStore,
  },
  services: {
    selections: ({ selectionStore: selections, profiles, ledger }: SelectionNeeds) =>
      createSelections({ selections, profiles, ledger }),
    startJob: createStartJob,
    bulkJobs: createBulkJobs,
    work: ({ runs, cancelPlanned, tell, workflowStarter }: WorkNeeds) =>
      createWorkOnRun({ runs, cancelPlanned, tell, revive: workflowStarter.revive }),
    carryJobs: ({ jobs, selections, work, clock, log, pause, jobLeaseMs: leaseMs }: CarryNeeds) =>
      createCarryJobs({ jobs, selections, work, clock, log, pause, leaseMs }),
  },
  loops: {
    jobs: ({ carryJobs }: { carryJobs: CarryJobs }) => ({
      every: 1,
      job: async () => (await carryJobs.sweep()) > 0,
    }),
  },
  routes: { jobs: jobRoutes },
  audited: {
    'POST /api/jobs': { action: 'job.start' },
    'POST /api/jobs/revive': { action: 'job.revive' },
    'PATCH /api/jobs/:id': { action: 'job.change', param: 'id' },
    'POST /api/jobs/:id/cancel': { action: 'job.cancel', param: 'id' },
  },
} as const satisfies Module;

import type { Job, JobStore } from '../../jobs/ports.ts';
import { type Operation, shareOf } from '../operation.ts';
import { type OperationSource, placed } from '../source.ts';

const toOperation = (job: Job): Operation => {
  const { id, action, journey, state, done, passed, failed, total, createdAt, endedAt } = job;
  const dealt = done + passed;
  const all = Math.max(total, dealt + failed);
  return {
    id,
    kind: 'job',
    what: action.kind,
    journey,
    state,
    done: dealt,
    total: all,
    failed,
    createdAt,
    share: state === 'done' ? 1 : shareOf(dealt + failed, all),
    endedAt,
  };
};

/** Operations on many people of a journey. */
export const jobOperations = (jobs: Pick<JobStore, 'list'>): OperationSource => ({
  kinds: ['job'],
  list: async (page) => (await jobs.list(page)).map((job) => placed(toOperation(job))),
});

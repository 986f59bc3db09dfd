import { type PersonRows, runsOf } from '../../../platform/mongo/schema/person-rule.ts';
import type { JobDoc } from './job-schema.ts';

/** Operations on many people: the runs of an erased person are taken out of what is being dealt with, and of what failed. */
export const jobRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onErase: async (input) => {
    const { tenant } = input;
    const jobs = input.collections.named<JobDoc>('jobs');
    let count = 0;
    for await (const ids of runsOf(input)) {
      const run = { $in: ids };
      const { matchedCount } = await jobs.updateMany(
        { tenant, $or: [{ page: run }, { 'troubles.run': run }] },
        { $pull: { page: run, troubles: { run } } },
      );
      count += matchedCount;
    }
    return count;
  },
  // Runs keep their ids.
  onMerge: async () => undefined,
  async *onExport() {},
};

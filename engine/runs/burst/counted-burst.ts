import type { BurstOutcome } from '../../../activities/burst-activities.ts';
import type { Burst } from './burst.ts';

type Count = (input: { tenant: string; outcome: BurstOutcome['kind'] | 'failed'; seconds: number }) => void;

/** The same bursts, each counted by how it left its run and timed in real seconds. */
export const countedBurst = (input: { burst: Burst; count: Count; systemTime: () => number }): Burst => {
  const { burst, count, systemTime } = input;
  const counted = async (tenant: string, work: Promise<BurstOutcome>): Promise<BurstOutcome> => {
    const began = systemTime();
    const seconds = (): number => (systemTime() - began) / 1000;
    try {
      const outcome = await work;
      count({ tenant, outcome: outcome.kind, seconds: seconds() });
      return outcome;
    } catch (thrown) {
      count({ tenant, outcome: 'failed', seconds: seconds() });
      throw thrown;
    }
  };
  return {
    ...burst,
    begin: (asked) => counted(asked.run.tenant, burst.begin(asked)),
    resume: (asked) => counted(asked.tenant, burst.resume(asked)),
  };
};

import type { ExposureStore } from '../experiments/ports.ts';
import type { RunStore } from '../runs/ports.ts';

/** Which of these names of events something of the person waits for: a run, or an experiment that is measured. */
export type HeardNames = (input: {
  tenant: string;
  profileId: string;
  names: readonly string[];
}) => Promise<ReadonlySet<string>>;

/** Makes the function. It has to be asked after the events were assigned: anyone who begins to wait meanwhile looks back. */
export const createHeardNames = (deps: {
  runs: Pick<RunStore, 'hearing'>;
  exposures: Pick<ExposureStore, 'hearing'>;
}): HeardNames => {
  return async ({ tenant, profileId, names }) => {
    const asked = [...new Set(names)].map(async (event) => {
      const whose = { tenant, profileId, event };
      const found = await Promise.all([deps.runs.hearing(whose), deps.exposures.hearing(whose)]);
      return found.some((rows) => rows.length > 0) ? [event] : [];
    });
    return new Set((await Promise.all(asked)).flat());
  };
};

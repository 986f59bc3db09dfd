import type { DryRunLine, DryRunStore } from '../../dry-runs/kept/kept-port.ts';
import { type Operation, shareOf } from '../operation.ts';
import { type OperationSource, placed } from '../source.ts';

const toOperation = (dryRun: DryRunLine): Operation => {
  const { id, how, journey, state, people, total, createdAt, endedAt } = dryRun;
  const share = state === 'done' ? 1 : shareOf(people, total);
  return {
    id,
    kind: how,
    journey,
    state,
    done: people,
    failed: 0,
    createdAt,
    total,
    share,
    endedAt,
  };
};

/** Dry runs and replays in the background. */
export const dryRunOperations = (dryRuns: Pick<DryRunStore, 'list'>): OperationSource => ({
  kinds: ['dry-run', 'replay'],
  list: async (page) => (await dryRuns.list(page)).map((dryRun) => placed(toOperation(dryRun))),
});

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { RunStore } from '../ports.ts';
import type { Batcher } from '../../../platform/mongo/batching/batcher.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import type { RunDoc } from './run-schema.ts';
import { entryKeyOf, toRun } from './run-doc.ts';

type Entry = Pick<RunDoc, '_id' | 'entryOf' | 'occasion' | 'cause' | 'enteredAt'>;

const entryOnly = { projection: { entryOf: 1, occasion: 1, cause: 1, enteredAt: 1 } } as const;

/**
 * Makes the look-up of what a person's entries into a journey for a key were: of several people at once in one
 * request, and then the one or two runs that count.
 */
export const createBefore = (deps: {
  runs: Collection<RunDoc>;
  turns: Turns;
  load: Batcher<string, RunDoc | undefined>;
}): RunStore['before'] => {
  const { runs, turns, load } = deps;
  const loadEntries = createLoadBatcher<Entry>({
    turns,
    find: (keys) => runs.find({ entryOf: { $in: keys } }, entryOnly).toArray(),
    keysOf: (entry) => [entry.entryOf],
  });
  const runOf = async (entry: Entry | undefined) => {
    const doc = entry === undefined ? undefined : await load(entry._id);
    return doc === undefined ? undefined : toRun(doc);
  };
  return async ({ cause, ...entry }) => {
    const entries = await loadEntries([entryKeyOf(entry)]);
    const [latest, ...earlier] = entries.toSorted(
      (a, b) => b.enteredAt - a.enteredAt || b.occasion - a.occasion,
    );
    const told = latest?.cause === cause ? latest : earlier.find((one) => one.cause === cause);
    const [latestRun, toldRun] = await Promise.all([runOf(latest), runOf(told)]);
    const occasions = Math.max(0, ...entries.map(({ occasion }) => occasion));
    return { latest: latestRun, told: toldRun, occasions };
  };
};

import type { mongo } from 'mongoose';

import type { RunStore } from '../../activities/ports/runs.ts';
import { type Batcher, createBatcher } from '../batching/batcher.ts';
import type { RunDoc } from '../schemas/run.ts';
import { toRun } from './run-doc.ts';

type Wanted = Omit<Parameters<RunStore['before']>[0], 'cause'>;
type Entry = Pick<RunDoc, '_id' | 'tenant' | 'journey' | 'profileId' | 'entryKey' | 'occasion' | 'cause'>;

const entryOnly = {
  projection: { tenant: 1, journey: 1, profileId: 1, entryKey: 1, occasion: 1, cause: 1 },
} as const;

const entryOf = ({ tenant, journey, profileId, entryKey }: Wanted): string =>
  JSON.stringify([tenant, journey, profileId, entryKey]);

/**
 * Makes the look-up of what a person's entries into a journey for a key were: of several people at once in one
 * request, each by the whole of its index, and then the one or two runs that count.
 */
export const createBefore = (deps: {
  runs: mongo.Collection<RunDoc>;
  load: Batcher<string, RunDoc | undefined>;
}): RunStore['before'] => {
  const { runs, load } = deps;
  const find = createBatcher<Wanted, readonly Entry[]>({
    splits: () => false,
    run: async (wanted) => {
      const filters = new Map(
        wanted.map((one) => {
          const { tenant, profileId, journey, entryKey } = one;
          return [entryOf(one), { tenant, profileId, journey, entryKey }];
        }),
      );
      const found = await runs.find({ $or: [...filters.values()] }, entryOnly).toArray();
      const grouped = new Map<string, Entry[]>([...filters.keys()].map((key) => [key, []]));
      for (const entry of found) grouped.get(entryOf(entry))?.push(entry);
      return wanted.map((one) => grouped.get(entryOf(one)) ?? []);
    },
  });
  const runOf = async (entry: Entry | undefined) => {
    const doc = entry === undefined ? undefined : await load(entry._id);
    return doc === undefined ? undefined : toRun(doc);
  };
  return async ({ cause, ...wanted }) => {
    const [latest, ...earlier] = (await find(wanted)).toSorted((a, b) => b.occasion - a.occasion);
    const told = latest?.cause === cause ? latest : earlier.find((entry) => entry.cause === cause);
    const [latestRun, toldRun] = await Promise.all([runOf(latest), runOf(told)]);
    return { latest: latestRun, told: toldRun };
  };
};

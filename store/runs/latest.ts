import type { mongo } from 'mongoose';

import type { RunStore } from '../../activities/ports/runs.ts';
import { type Batcher, createBatcher } from '../batching/batcher.ts';
import type { RunDoc } from '../schemas/run.ts';
import { toRun } from './run-doc.ts';

type Wanted = Parameters<RunStore['latest']>[0];
type Entry = Pick<RunDoc, '_id' | 'tenant' | 'journey' | 'profileId' | 'entryKey' | 'occasion'>;

const entryOnly = {
  projection: { tenant: 1, journey: 1, profileId: 1, entryKey: 1, occasion: 1 },
} as const;

const entryOf = ({ tenant, journey, profileId, entryKey }: Wanted): string =>
  JSON.stringify([tenant, journey, profileId, entryKey]);

/** The entries of several people into several journeys, by tenant: more than was asked for, and in few requests. */
const findEntries = async (input: {
  runs: mongo.Collection<RunDoc>;
  wanted: readonly Wanted[];
}): Promise<readonly Entry[]> => {
  const { runs, wanted } = input;
  const tenants = [...new Set(wanted.map((one) => one.tenant))];
  const found = await Promise.all(
    tenants.map((tenant) => {
      const own = wanted.filter((one) => one.tenant === tenant);
      const profileId = { $in: [...new Set(own.map((one) => one.profileId))] };
      const journey = { $in: [...new Set(own.map((one) => one.journey))] };
      return runs.find({ tenant, profileId, journey }, entryOnly).toArray();
    }),
  );
  return found.flat();
};

/**
 * Makes the look-up of the latest run of a person in a journey for a key. On its own it reads one run; of
 * several at once it reads which runs there are, and then those that were asked for.
 */
export const createLatest = (deps: {
  runs: mongo.Collection<RunDoc>;
  load: Batcher<string, RunDoc | undefined>;
}): RunStore['latest'] => {
  const { runs, load } = deps;
  const find = createBatcher<Wanted, RunDoc | string | undefined>({
    splits: () => false,
    run: async (wanted) => {
      const [only] = wanted;
      if (only !== undefined && wanted.length === 1) {
        const { tenant, profileId, journey, entryKey } = only;
        const filter = { tenant, profileId, journey, entryKey };
        return runs
          .find(filter)
          .sort({ occasion: -1 })
          .limit(1)
          .toArray()
          .then(([doc]) => [doc]);
      }
      const latest = new Map<string, Entry>();
      for (const entry of await findEntries({ runs, wanted })) {
        const before = latest.get(entryOf(entry));
        if (before === undefined || before.occasion < entry.occasion) latest.set(entryOf(entry), entry);
      }
      return wanted.map((one) => latest.get(entryOf(one))?._id);
    },
  });
  return async (wanted) => {
    const found = await find(wanted);
    const doc = typeof found === 'string' ? await load(found) : found;
    return doc === undefined ? undefined : toRun(doc);
  };
};

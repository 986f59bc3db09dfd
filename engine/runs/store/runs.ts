import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import type { RunStore } from '../ports.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type RunDoc, runSchema } from './run-schema.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';
import { createBefore } from './before.ts';
import { entryKeyOf, listenKey, toRun, toRunDoc } from './run-doc.ts';
import { saveOp } from './save-run.ts';

type Runs = Collection<RunDoc>;

const createReads = ({
  runs,
  turns,
}: {
  runs: Runs;
  turns: Turns;
}): Pick<RunStore, 'get' | 'before' | 'ofEntry' | 'hearing' | 'due' | 'activeOf'> => {
  const load = createIdLoader<RunDoc>({ turns, find: (ids) => runs.find({ _id: { $in: ids } }).toArray() });
  const loadListening = createLoadBatcher<RunDoc>({
    turns,
    find: (keys) => runs.find({ listens: { $in: keys } }).toArray(),
    keysOf: (doc) => doc.listens ?? [],
  });
  return {
    get: async ({ tenant, run }) => {
      const doc = await load(keyOf(tenant, run));
      return doc === undefined ? undefined : toRun(doc);
    },
    before: createBefore({ runs, turns, load }),
    ofEntry: async (entry) => (await runs.find({ entryOf: entryKeyOf(entry) }).toArray()).map(toRun),
    hearing: async (input) => (await loadListening([listenKey(input)])).map(toRun),
    due: async ({ tenant, now, limit }) => {
      const docs = await runs
        .find({ 'wake.tenant': tenant, 'wake.at': { $lte: now } })
        .sort({ 'wake.at': 1 })
        .limit(limit)
        .toArray();
      return docs.map(toRun);
    },
    activeOf: async ({ tenant, profileId }) => {
      const docs = await runs.find({ tenant, profileId }).toArray();
      return docs.filter((doc) => doc.status === 'active').map(toRun);
    },
  };
};

/**
 * Runs. `hearing` is the index of waits: it is part of the run's own document, so that a run and what it
 * waits for can never disagree.
 */
export const createRunStore = (deps: { collections: Collections; turns: Turns }): RunStore => {
  const runs = deps.collections.of<RunDoc>(runSchema);
  const { turns } = deps;
  const insert = createInsertBatcher<RunDoc>({
    turns,
    insertMany: (docs) => runs.insertMany(docs, { ordered: false }),
  });
  const compareAndSet = createCompareAndSetBatcher<mongo.AnyBulkWriteOperation<RunDoc>>({
    turns,
    bulkWrite: (ops) => runs.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await runs.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  return guarded<RunStore>({
    ...createReads({ runs, turns }),
    insert: async (run) => ((await insert(toRunDoc(run))) === 'inserted' ? 'inserted' : 'exists'),
    save: async ({ run, rev }) => {
      const op = (writer: string) => saveOp({ run, rev, writer });
      return (await compareAndSet({ id: keyOf(run.tenant, run.id), op })) === 'set' ? 'saved' : 'conflict';
    },
    convert: async ({ tenant, run, at, value, minor, currency }) => {
      const worth = { goalValue: value, goalMinor: minor, goalCurrency: currency };
      const known = Object.fromEntries(Object.entries(worth).filter(([, one]) => one !== undefined));
      const { matchedCount } = await runs.updateOne(
        { _id: keyOf(tenant, run), convertedAt: { $exists: false } },
        { $set: { convertedAt: at, ...known } },
      );
      return matchedCount === 1;
    },
  });
};

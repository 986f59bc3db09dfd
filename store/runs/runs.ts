import type { Connection, mongo } from 'mongoose';

import type { RunStore } from '../../activities/ports/runs.ts';
import { createInsertBatcher } from '../batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../batching/load-batcher.ts';
import { createSwapBatcher } from '../batching/swap-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { writerOnly, writersOf } from '../writers.ts';
import { createBefore } from './before.ts';
import { entryKeyOf, listenKey, toRun, toRunDoc, waitFields } from './run-doc.ts';
import { saveOp } from './save-run.ts';

type Runs = mongo.Collection<RunDoc>;

const createReads = ({
  runs,
  turns,
}: {
  runs: Runs;
  turns: Turns;
}): Pick<RunStore, 'get' | 'before' | 'hearing' | 'due' | 'activeOf'> => {
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

/** Gives the runs of one person to another, with what they listen for; one by one, and again after a crash. */
const reassign = async (input: { runs: Runs; tenant: string; from: string; to: string }): Promise<void> => {
  const { runs, tenant, from, to } = input;
  for (;;) {
    const docs = await runs.find({ tenant, profileId: from }).limit(500).toArray();
    if (docs.length === 0) return;
    const ops = docs.map((doc): mongo.AnyBulkWriteOperation<RunDoc> => {
      const { listens } = waitFields({ ...toRun(doc), profileId: to });
      const { _id, rev } = doc;
      const entryOf = entryKeyOf({ ...toRun(doc), profileId: to });
      const moved = { profileId: to, entryOf, rev: rev + 1, ...(listens === undefined ? {} : { listens }) };
      return { updateOne: { filter: { _id, rev }, update: { $set: moved } } };
    });
    await runs.bulkWrite(ops, { ordered: false });
  }
};

/**
 * Runs. `hearing` is the index of waits: it is part of the run's own document, so that a run and what it
 * waits for can never disagree.
 */
export const createRunStore = (deps: { connection: Connection; turns: Turns }): RunStore => {
  const runs = driverOf<RunDoc>({ connection: deps.connection, schema: runSchema });
  const { turns } = deps;
  const insert = createInsertBatcher<RunDoc>({
    turns,
    insertMany: (docs) => runs.insertMany(docs, { ordered: false }),
  });
  const swap = createSwapBatcher<mongo.AnyBulkWriteOperation<RunDoc>>({
    turns,
    bulkWrite: (ops) => runs.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await runs.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  return guarded<RunStore>({
    ...createReads({ runs, turns }),
    insert: async (run) => ((await insert(toRunDoc(run))).kind === 'inserted' ? 'inserted' : 'exists'),
    save: async ({ run, rev }) => {
      const op = (writer: string) => saveOp({ run, rev, writer });
      return (await swap({ id: keyOf(run.tenant, run.id), op })) === 'swapped' ? 'saved' : 'conflict';
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
    reassign: (input) => reassign({ runs, ...input }),
  });
};

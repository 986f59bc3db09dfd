import type { Connection } from 'mongoose';

import type { DecidedStore } from '../../activities/ports/experiments.ts';
import { createInsertBatcher } from '../batching/insert-batcher.ts';
import { createIdLoader } from '../batching/load-batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type DecidedDoc, decidedSchema } from '../schemas/exposure.ts';

/** Decided experiments: one row each, never changed. */
export const createDecidedStore = (deps: { connection: Connection; turns: Turns }): DecidedStore => {
  const decided = driverOf<DecidedDoc>({ connection: deps.connection, schema: decidedSchema });
  const { turns } = deps;
  const load = createIdLoader<DecidedDoc>({
    turns,
    find: (ids) => decided.find({ _id: { $in: ids } }).toArray(),
  });
  const insert = createInsertBatcher<DecidedDoc>({
    turns,
    insertMany: (docs) => decided.insertMany(docs, { ordered: false }),
  });
  return guarded<DecidedStore>({
    get: async ({ tenant, experiment }) => {
      const doc = await load(keyOf(tenant, experiment));
      if (doc === undefined) return undefined;
      const { _id, ...row } = doc;
      return row;
    },
    put: async (row) => {
      const written = await insert({ ...row, _id: keyOf(row.tenant, row.experiment) });
      return written.kind === 'inserted' ? 'stored' : 'decided-before';
    },
  });
};

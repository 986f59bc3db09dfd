import type { Connection } from 'mongoose';

import type { LedgerRow, LedgerStore } from '../../activities/ports/runs.ts';
import { createBatcher } from '../batching/batcher.ts';
import type { Turns } from '../batching/turns.ts';
import { failedBeforeSending, failureError, failuresOf } from '../batching/write-errors.ts';
import { guarded } from '../guarded.ts';
import { keyOf } from '../keys.ts';
import { driverOf } from '../schemas/define.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';

const toDoc = (row: LedgerRow): LedgerDoc => ({ ...row, _id: keyOf(row.tenant, row.id) });

/** The ledger: rows are only ever added, each once, since its id says what it is about. */
export const createLedgerStore = (deps: { connection: Connection; turns: Turns }): LedgerStore => {
  const ledger = driverOf<LedgerDoc>({ connection: deps.connection, schema: ledgerSchema });
  const { turns } = deps;
  const append = createBatcher<readonly LedgerRow[], undefined>({
    turns,
    splits: failedBeforeSending,
    max: 200,
    run: async (groups) => {
      try {
        await ledger.insertMany(groups.flat().map(toDoc), { ordered: false });
      } catch (thrown) {
        const failure = failuresOf(thrown).find(({ code }) => code !== 11_000);
        if (failure !== undefined) throw failureError(failure);
      }
      return groups.map(() => undefined);
    },
  });
  return guarded<LedgerStore>({
    append: async (rows) => {
      if (rows.length > 0) await append(rows);
    },
    present: async ({ tenant, ids }) => {
      const wanted = ids.map((id) => keyOf(tenant, id));
      const docs = await ledger.find({ _id: { $in: wanted } }, { projection: { id: 1 } }).toArray();
      return new Set(docs.map((doc) => doc.id));
    },
    reassign: async ({ tenant, from, to }) => {
      await ledger.updateMany({ tenant, profileId: from }, { $set: { profileId: to } });
    },
  });
};

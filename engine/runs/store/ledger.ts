import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { LedgerRow, LedgerStore } from '../ports.ts';
import { createBatcher } from '../../../platform/mongo/batching/batcher.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import {
  failedBeforeSending,
  failureError,
  failuresOf,
  isDuplicateFailure,
} from '../../../platform/mongo/batching/write-errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { type LedgerDoc, ledgerSchema } from './ledger-schema.ts';

const toDoc = (row: LedgerRow): LedgerDoc => ({ ...row, _id: keyOf(row.tenant, row.id) });

/** The ledger: rows are only ever added, each once, since its id says what it is about. */
export const createLedgerStore = (deps: { collections: Collections; turns: Turns }): LedgerStore => {
  const ledger = deps.collections.of<LedgerDoc>(ledgerSchema);
  const { turns } = deps;
  const append = createBatcher<readonly LedgerRow[], undefined>({
    turns,
    splits: failedBeforeSending,
    max: 200,
    run: async (groups) => {
      try {
        await ledger.insertMany(groups.flat().map(toDoc), { ordered: false });
      } catch (thrown) {
        const failure = failuresOf(thrown).find((one) => !isDuplicateFailure(one));
        if (failure !== undefined) throw failureError(failure);
      }
      return groups.map(() => undefined);
    },
  });
  const load = createLoadBatcher<Pick<LedgerDoc, '_id' | 'id'>>({
    turns,
    find: (ids) => ledger.find({ _id: { $in: ids } }, { projection: { id: 1 } }).toArray(),
    keysOf: (doc) => [doc._id],
  });
  return guarded<LedgerStore>({
    append: async (rows) => {
      if (rows.length > 0) await append(rows);
    },
    present: async ({ tenant, ids }) => {
      const docs = await load(ids.map((id) => keyOf(tenant, id)));
      return new Set(docs.map((doc) => doc.id));
    },
  });
};

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { RecordStore } from '../ports.ts';
import { type HistoryDoc, toHistoryDoc } from './history-doc.ts';
import { historySchema } from './history-schema.ts';

/** The history of records: one line for each revision. */
export const createHistory = (deps: {
  collections: Collections;
}): Pick<RecordStore, 'keepHistory' | 'history' | 'pathsOf'> => {
  const history = deps.collections.of<HistoryDoc>(historySchema);
  return {
    keepHistory: async (rows) => {
      if (rows.length === 0) return;
      const operations = rows.map(toHistoryDoc).map(({ _id, ...row }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
      }));
      await history.bulkWrite(operations, { ordered: false });
    },
    history: async ({ tenant, id, before, limit }) => {
      const docs = await history
        .find({ tenant, record: id, ...(before === undefined ? {} : { revision: { $lt: before } }) })
        .sort({ revision: -1 })
        .limit(limit)
        .toArray();
      return docs.map(({ _id, ...row }) => row);
    },
    pathsOf: async ({ tenant, ids, fields }) => {
      const docs = await history
        .find(
          { tenant, record: { $in: [...ids] }, 'changes.field': { $in: [...fields] } },
          { projection: { record: 1, revision: 1, at: 1, changes: 1 } },
        )
        .sort({ record: 1, revision: 1 })
        .toArray();
      return docs.map(({ record, revision, at, changes }) => ({
        record,
        revision,
        at,
        changes: changes.filter(({ field }) => fields.includes(field)),
      }));
    },
  };
};

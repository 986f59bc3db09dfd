import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';
import type { RecordRow, RecordStore } from '../ports.ts';
import { createHistory } from './history.ts';
import { createRecordClaims } from './record-claims.ts';
import { toRecordRow } from './record-doc.ts';
import { createFound, createList, createOutdated } from './record-lists.ts';
import { type RecordDoc, recordSchema } from './record-schema.ts';
import { createCreateMany, createHoldersOf } from './write-many.ts';
import { createCreate, createReplace, type DraftDoc } from './write-record.ts';

const rowsOf = (docs: readonly RecordDoc[]): readonly RecordRow[] =>
  docs.flatMap((doc) => toRecordRow(doc) ?? []);

/**
 * Records of all kinds. A write carries what is to be told of it (a line of history, events) in the record itself, so that a crash
 * between two writes loses none of it; `untold` finds what was left.
 */
export const createRecordStore = (deps: { collections: Collections }): RecordStore => {
  const { collections } = deps;
  const records = collections.of<RecordDoc>(recordSchema);
  const drafts = collections.named<DraftDoc>(records.collectionName);
  const { claims, rows: claimRows } = createRecordClaims({ collections, records });
  const writes = { records, drafts, claims, claimRows };
  return guarded<RecordStore>({
    get: async ({ tenant, id }) => toRecordRow(await records.findOne({ _id: keyOf(tenant, id) })),
    many: async ({ tenant, ids }) =>
      rowsOf(await records.find({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } }).toArray()),
    create: createCreate(writes),
    createMany: createCreateMany(writes),
    holdersOf: createHoldersOf(writes),
    replace: createReplace(writes),
    ...createHistory({ collections }),
    clearNotes: async ({ tenant, id, revisions, revision }) => {
      const _id = keyOf(tenant, id);
      const isLast = revisions.includes(revision);
      const all = isLast
        ? await records.updateOne({ _id, revision }, { $unset: { pending: 1 } })
        : { matchedCount: 0 };
      if (all.matchedCount === 1) return;
      await records.updateOne({ _id }, { $pull: { pending: { revision: { $in: [...revisions] } } } });
    },
    clearNew: async ({ tenant, ids }) => {
      const _id = { $in: ids.map((id) => keyOf(tenant, id)) };
      await records.updateMany({ _id, revision: 1 }, { $unset: { pending: 1 } });
    },
    untold: async ({ upTo, limit }) =>
      rowsOf(
        await records
          .find({ 'pending.since': { $lte: upTo } }, longRead)
          .sort({ 'pending.since': 1 })
          .limit(limit)
          .toArray(),
      ),
    due: async ({ tenant, upTo, limit }) => {
      const docs = await records
        .find({ 'due.tenant': tenant, 'due.at': { $lte: upTo } }, { projection: { id: 1, kind: 1, due: 1 } })
        .sort({ 'due.at': 1 })
        .limit(limit)
        .toArray();
      return docs.flatMap(({ id, kind, due }) => (due === undefined ? [] : [{ id, kind, at: due.at }]));
    },
    forgetDue: async ({ tenant, id, at }) => {
      await records.updateOne({ _id: keyOf(tenant, id), 'due.at': at }, { $unset: { due: 1 } });
    },
    list: createList(records),
    found: createFound(records),
    outdated: createOutdated(records),
  });
};

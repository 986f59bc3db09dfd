import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import type { PurgeField } from '../ports.ts';
import { type RecordDoc, recordSchema, shelfOf } from './record-schema.ts';
import { treat, type Treatment, treatHistory } from './treat-record.ts';

/**
 * Makes the removal of what records and their history hold in a field that there is no more, deleted records too. It goes through the
 * records of the kind in pages; a page that was done finds nothing when it is done again.
 */
export const createPurgeField = (deps: { collections: Collections }): { readonly purgeField: PurgeField } => {
  const { collections } = deps;
  const records = collections.of<RecordDoc>(recordSchema);
  return guarded({
    purgeField: async ({ tenant, kind, field, after, limit }) => {
      const shelves = [false, true].map((isDeleted) => shelfOf({ kind, isDeleted }));
      const docs = await records
        .find(
          {
            tenant,
            shelf: { $in: shelves },
            ...(after === undefined ? {} : { _id: { $gt: keyOf(tenant, after) } }),
          },
          { maxTimeMS: 30_000 },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      const treatment: Treatment = { act: 'purged', gone: [field], change: (text) => text };
      let purged = 0;
      for (const doc of docs) {
        const isRecord = await treat({ collections, _id: doc._id, treatmentOf: () => treatment });
        const lines = await treatHistory({ collections, doc, treatment });
        if (isRecord || lines > 0) purged += 1;
      }
      const last = docs.length < limit ? undefined : docs.at(-1);
      return { purged, ...(last === undefined ? {} : { next: idIn(last._id, tenant) }) };
    },
  });
};

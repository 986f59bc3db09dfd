import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { OpenRecordStore } from '../open-records-port.ts';
import { toRecordRow } from './record-doc.ts';
import { type RecordDoc, recordSchema, shelfOf } from './record-schema.ts';

const maxTimeMS = 15_000;

/** Reads records by their person, on the index `person`. */
export const createOpenRecordStore = (deps: { collections: Collections }): OpenRecordStore => {
  const records = deps.collections.of<RecordDoc>(recordSchema);
  return guarded<OpenRecordStore>({
    about: async ({ tenant, profileId, of: { kind, ended, having } }) => {
      const doc = await records.findOne(
        {
          tenant,
          person: profileId,
          shelf: shelfOf({ kind, isDeleted: false }),
          stage: { $nin: [...ended] },
          ...(having === undefined ? {} : { [`data.${having.field}`]: { $in: [...having.values] } }),
        },
        { projection: { id: 1 } },
      );
      return doc === null ? undefined : { kind, id: doc.id };
    },
    ofPeople: async ({ tenant, profileIds, kinds, limit }) => {
      const shelves = kinds.map((kind) => shelfOf({ kind, isDeleted: false }));
      const filter = { tenant, person: { $in: [...profileIds] }, shelf: { $in: shelves } };
      const docs = await records.find(filter, { maxTimeMS }).limit(limit).toArray();
      return docs.flatMap((doc) => {
        const row = toRecordRow(doc);
        if (row === undefined) return [];
        const { notes: _notes, claims: _claims, shape: _shape, links: _links, ...record } = row;
        return [record];
      });
    },
  });
};

import type { mongo } from 'mongoose';

import { allOf } from '../../../domain/rules/mongo/mongo-combine.ts';
import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import { findByBeginnings } from '../../../platform/mongo/beginning.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import type { ListQuery, RecordRow, RecordStore } from '../ports.ts';
import { toRecordRow } from './record-doc.ts';
import { listed, type ListedDoc, type RecordDoc, shelfOf } from './record-schema.ts';

/** A page is looked for no longer than this, in milliseconds. */
const bounded = { maxTimeMS: 10_000, projection: listed } as const;

/** What is strictly behind a place, in the order of the list. */
const behind = ({ tenant, sort, after }: ListQuery): mongo.Document => {
  if (after === undefined) return {};
  const { by, order } = sort;
  const [further, onward] = order === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  const ties = { [by]: after.value, _id: { [further]: keyOf(tenant, after.id) } };
  return { [by]: { [onward]: after.value }, $or: [{ [by]: { [further]: after.value } }, ties] };
};

/** What is on the index: one way in, or several, each with all that the index begins with. */
const guided = (input: {
  base: mongo.Document;
  guides?: readonly mongo.Document[];
  exact?: mongo.Document;
}): mongo.Document => {
  const { base, guides = [], exact = {} } = input;
  const [only, ...others] = guides;
  if (only === undefined) return {};
  if (others.length > 0) return { $or: guides.map((guide) => ({ ...base, ...guide })) };
  // What is asked exactly may be on an index itself; twice in one filter, planners would not find it.
  return Object.keys(only).every((field) => Object.hasOwn(exact, field)) ? {} : only;
};

type Fitting = Pick<ListQuery, 'tenant' | 'kind' | 'isDeleted' | 'filter'>;

/** What finds the records of a kind that fit, in parts. */
const partsOf = ({ tenant, kind, isDeleted, filter }: Fitting): readonly mongo.Document[] => {
  const base = { tenant, shelf: shelfOf({ kind, isDeleted }) };
  return [base, guided({ base, ...filter }), filter?.exact ?? {}];
};

/** What finds all records of a kind that fit, on an index. */
export const matchOf = (query: Fitting): mongo.Document => allOf(partsOf(query));

/** Makes the lists of one kind: filtered, in one order, page by page. */
export const createList =
  (records: Collection<RecordDoc>): RecordStore['list'] =>
  async (query) => {
    const { tenant, sort, limit } = query;
    const docs = await records
      .find<ListedDoc>(allOf([...partsOf(query), behind(query)]), bounded)
      .sort({ [sort.by]: sort.order, _id: sort.order })
      .limit(limit)
      .toArray();
    return docs.flatMap((doc) => {
      const row = toRecordRow(doc);
      if (row === undefined) return [];
      return [{ row, place: { value: doc[sort.by] ?? '', id: idIn(doc._id, tenant) } }];
    });
  };

/** Makes the search over all kinds: one index finds what begins with the longest word, the rest is looked at. */
export const createFound =
  (records: Collection<RecordDoc>): RecordStore['found'] =>
  async ({ tenant, begins, limit, kinds }) => {
    const ofKinds = kinds === undefined ? {} : { shelf: { $in: [...kinds] } };
    const docs = await findByBeginnings<ListedDoc>({
      field: 'finds',
      begins,
      find: (filter) =>
        records
          .find<ListedDoc>({ tenant, ...ofKinds, deletedAt: { $exists: false }, ...filter }, bounded)
          .limit(limit)
          .toArray(),
    });
    return docs.flatMap((doc) => toRecordRow(doc) ?? []).slice(0, limit);
  };

/** Makes the look for records whose index was made by other rules. */
export const createOutdated =
  (records: Collection<RecordDoc>): RecordStore['outdated'] =>
  async ({ tenant, kind, shape, limit }) => {
    const shelves = [false, true].map((isDeleted) => shelfOf({ kind, isDeleted }));
    const other = [{ $lt: shape }, { $gt: shape }];
    const rows: RecordRow[] = [];
    for (const shelf of shelves) {
      for (const range of other) {
        if (rows.length >= limit) break;
        const docs = await records
          .find<ListedDoc>({ tenant, shelf, shape: range }, bounded)
          .limit(limit - rows.length)
          .toArray();
        rows.push(...docs.flatMap((doc) => toRecordRow(doc) ?? []));
      }
    }
    return rows;
  };

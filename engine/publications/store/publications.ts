import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { KeptPublication, PublicationRow, PublicationStore } from '../ports.ts';
import { type PublicationDoc, publicationSchema } from './publication-schema.ts';

/** Without its files, which may be many. */
type ListedDoc = Omit<PublicationDoc, 'texts' | 'lists'>;
const listed = { projection: { texts: 0, lists: 0 } } as const;

const rowOf = ({ _id, isConfirmed: _isConfirmed, ...row }: ListedDoc): PublicationRow => row;

const keptOf = ({ _id, isConfirmed: _isConfirmed, texts, ...row }: PublicationDoc): KeptPublication => ({
  ...row,
  texts: Object.fromEntries(texts.map(({ path, hash }) => [path, hash])),
});

const beyondMax = 100;

const newest = { revision: -1 } as const;
type Rows = Collection<PublicationDoc>;
type WriteName = 'begin' | 'confirm' | 'drop' | 'markInFolder';

const createWrites = (rows: Rows): Pick<PublicationStore, WriteName> => ({
  begin: async ({ id, publication }) => {
    const texts = Object.entries(publication.texts).map(([path, hash]) => ({ path, hash }));
    const _id = keyOf(publication.tenant, id);
    await rows.insertOne({ ...publication, texts, _id, id, isConfirmed: false });
  },
  confirm: async ({ tenant, id }) => {
    await rows.updateOne({ _id: keyOf(tenant, id), isConfirmed: false }, { $set: { isConfirmed: true } });
  },
  drop: async ({ tenant, ids }) => {
    await rows.deleteMany({ _id: { $in: ids.map((id) => keyOf(tenant, id)) } });
  },
  markInFolder: async ({ tenant, id }) => {
    await rows.updateOne({ _id: keyOf(tenant, id) }, { $set: { isInFolder: true } });
  },
});

const createReads = (rows: Rows): Omit<PublicationStore, WriteName> => ({
  list: async ({ tenant, limit, after }) => {
    const place = after === undefined ? {} : { revision: { $lt: after.n } };
    const docs = await rows
      .find<ListedDoc>({ tenant, isConfirmed: true, ...place }, listed)
      .sort(newest)
      .limit(limit)
      .toArray();
    return docs.map(rowOf);
  },
  get: async ({ tenant, revision }) => {
    const doc = await rows.findOne({ tenant, isConfirmed: true, revision });
    return doc === null ? undefined : keptOf(doc);
  },
  byId: async ({ tenant, id }) => {
    const [doc] = await rows.find<ListedDoc>({ _id: keyOf(tenant, id) }, listed).toArray();
    return doc === undefined ? undefined : rowOf(doc);
  },
  last: async ({ tenant, upTo, inFolder }) => {
    const [doc] = await rows
      .find({
        tenant,
        isConfirmed: true,
        ...(upTo === undefined ? {} : { revision: { $lte: upTo } }),
        ...(inFolder === true ? { isInFolder: true } : {}),
      })
      .sort(newest)
      .limit(1)
      .toArray();
    return doc === undefined ? undefined : keptOf(doc);
  },
  beyond: async ({ tenant, keep }) => {
    const docs = await rows
      .find<ListedDoc>({ tenant, isConfirmed: true }, listed)
      .sort(newest)
      .skip(keep)
      .limit(beyondMax)
      .toArray();
    return docs.map(rowOf);
  },
  textsNamed: async (tenant) => {
    const named = new Set<string>();
    type Named = Pick<PublicationDoc, 'texts'>;
    for await (const { texts } of rows.find<Named>({ tenant }, { projection: { texts: 1 } }))
      for (const { hash } of texts) named.add(hash);
    return named;
  },
});

/** The publications of all tenants. */
export const createPublicationStore = (deps: { collections: Collections }): PublicationStore => {
  const rows = deps.collections.of<PublicationDoc>(publicationSchema);
  return guarded<PublicationStore>({ ...createWrites(rows), ...createReads(rows) });
};

import type { mongo } from 'mongoose';

import { isAvailable } from '../../../domain/catalog/product.ts';
import { wordsOf } from '../../../domain/search/words.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import { takeDue } from '../../../platform/mongo/take-due.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';
import type { ProductFilter, ProductRow, ProductStore } from '../ports.ts';
import { type ProductDoc, productSchema } from './product-schema.ts';

type Op = mongo.AnyBulkWriteOperation<ProductDoc>;

const wordsMax = 40;
const listedOrder = ['updatedAt', 'id'] as const;

const stored = <T extends object>(fields: T): T => {
  const kept = { ...fields };
  for (const name in kept) if (kept[name] === undefined) delete kept[name];
  return kept;
};

const toDoc = (row: ProductRow): Omit<ProductDoc, 'writer'> => {
  const { tenant, id, sku, title, brand = '', categories } = row;
  const keys = (names: readonly string[]) => [...new Set(names)].map((name) => keyOf(tenant, name));
  return {
    ...stored(row),
    _id: keyOf(tenant, id),
    rev: row.rev + 1,
    names: keys([id, sku ?? id]),
    shelves: keys(categories),
    words: keys(wordsOf(`${title} ${brand} ${sku ?? ''}`, wordsMax)),
    isAvailable: isAvailable(row),
  };
};

const toRow = (doc: ProductDoc): ProductRow => {
  const {
    _id,
    names: _names,
    shelves: _shelves,
    words: _words,
    isAvailable: _isAvailable,
    writer: _writer,
    ...row
  } = doc;
  return row;
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const filterOf = ({
  tenant,
  category,
  words = [],
  isAvailable: available,
}: ProductFilter & { tenant: string }): mongo.Document => {
  const all = [
    ...words.map((word) => ({ words: { $regex: `^${escaped(keyOf(tenant, word))}` } })),
    ...(category === undefined ? [] : [{ shelves: keyOf(tenant, category) }]),
  ];
  return {
    tenant,
    ...(available === undefined ? {} : { isAvailable: available }),
    ...(all.length === 0 ? {} : { $and: all }),
  };
};

const createWrite = (input: {
  products: Collection<ProductDoc>;
  turns: Turns;
}): Pick<ProductStore, 'write'> => {
  const { products, turns } = input;
  const insert = createInsertBatcher<ProductDoc>({
    turns,
    insertMany: (docs) => products.insertMany(docs, { ordered: false }),
  });
  const compareAndSet = createCompareAndSetBatcher<Op>({
    turns,
    bulkWrite: (ops) => products.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await products.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  return {
    write: async (row) => {
      const doc = toDoc(row);
      if (row.rev === 0) {
        return (await insert({ ...doc, writer: '' })) === 'inserted' ? 'written' : 'conflict';
      }
      const op = (writer: string): Op => ({
        replaceOne: { filter: { _id: doc._id, rev: row.rev }, replacement: { ...doc, writer } },
      });
      return (await compareAndSet({ id: doc._id, op })) === 'set' ? 'written' : 'conflict';
    },
  };
};

/** The telling of news: every step counts the revision up, so that anyone who changes the product meanwhile looks again. */
const createTelling = (
  products: Collection<ProductDoc>,
): Pick<ProductStore, 'takeNews' | 'noteTold' | 'endNews'> => ({
  takeNews: async ({ systemTime, until, limit }) => {
    const docs = await takeDue<ProductDoc>({
      systemTime,
      until,
      limit,
      leasing: {
        due: ({ upTo, limit: most }) =>
          products
            .find({ due: { $lte: upTo } }, { projection: { _id: 1 } })
            .sort({ due: 1 })
            .limit(most)
            .toArray(),
        lease: ({ ids, upTo, until: due, token }) =>
          products.updateMany(
            { _id: { $in: ids }, due: { $lte: upTo } },
            { $set: { due, lease: token }, $inc: { rev: 1 } },
          ),
        leased: ({ ids, token }) => products.find({ _id: { $in: ids }, lease: token }).toArray(),
      },
    });
    return docs.map(toRow);
  },
  noteTold: async ({ row, told, until }) => {
    const { tenant, id, lease = '' } = row;
    const noted = await products.updateOne(
      { _id: keyOf(tenant, id), lease },
      { $set: { told, due: until }, $inc: { rev: 1 } },
    );
    return noted.matchedCount === 1;
  },
  endNews: async ({ row, news, systemTime }) => {
    const { tenant, id, lease = '' } = row;
    const _id = keyOf(tenant, id);
    const over = { told: '' as const, lease: '' as const };
    await products.updateOne(
      { _id, lease },
      {
        $pull: { news: { id: news.id } },
        $set: { due: systemTime },
        $unset: over,
        $inc: { rev: 1 },
      },
    );
    await products.updateOne({ _id, news: { $size: 0 } }, { $unset: { due: '', ...over }, $inc: { rev: 1 } });
  },
});

/** The products of all tenants. A write replaces a product that still stands at its revision. */
export const createProductStore = (deps: { collections: Collections; turns: Turns }): ProductStore => {
  const products = deps.collections.of<ProductDoc>(productSchema);
  const load = createLoadBatcher<ProductDoc>({
    turns: deps.turns,
    find: (keys) => products.find({ names: { $in: keys } }).toArray(),
    keysOf: ({ names }) => names,
  });
  return guarded<ProductStore>({
    ...createWrite({ products, turns: deps.turns }),
    ...createTelling(products),
    get: async ({ tenant, id }) => {
      const doc = await products.findOne({ _id: keyOf(tenant, id) });
      return doc === null ? undefined : toRow(doc);
    },
    named: async ({ tenant, names }) => {
      if (names.length === 0) return [];
      const keys = [...new Set(names)].map((name) => keyOf(tenant, name));
      return (await load(keys)).map(toRow);
    },
    list: async ({ limit, after, ...filter }) => {
      const values = after === undefined ? undefined : [after.at, after.id];
      const docs = await products
        .find({ $and: [filterOf(filter), behind({ order: listedOrder, values })] })
        .sort(newestFirst(listedOrder))
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
    ofCategory: async ({ tenant, category, limit }) => {
      const docs = await products
        .find({ shelves: keyOf(tenant, category) })
        .sort({ addedAt: -1 })
        .limit(limit)
        .toArray();
      return docs.map(toRow);
    },
  });
};

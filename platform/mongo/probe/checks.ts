import { mongo } from 'mongoose';

import { isDuplicate } from '../errors.ts';

type Doc = {
  readonly _id: string;
  readonly by?: number;
  readonly first?: boolean;
  readonly gone?: number;
  readonly kept?: number;
  readonly key?: string;
  readonly list?: readonly { readonly id?: string; readonly at?: number }[];
  readonly low?: number;
  readonly n?: number;
  readonly next?: number;
  readonly odd?: Readonly<Record<string, number>>;
  readonly of?: readonly string[];
  readonly rev?: number;
  readonly sum?: string;
  readonly text?: string;
};

/** A collection to try things in; ids begin with `mark`, so that others may do the same at the same time. */
export type Trial = { readonly trials: mongo.Collection<Doc>; readonly mark: string };

/** Something the store relies on. */
export type Check = {
  /** What the server must do, as a sentence goes on after "it does not:". */
  readonly name: string;
  /** False, or a rejection, when the server does otherwise. */
  readonly holds: (trial: Trial) => Promise<boolean>;
};

const refuses = async (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => false,
    (thrown: unknown) => isDuplicate(thrown),
  );

const times = <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

const bulkTellsDuplicates: Check['holds'] = async ({ trials, mark }) => {
  const _id = `${mark}bulk`;
  await trials.insertOne({ _id });
  const thrown: unknown = await trials
    .insertMany([{ _id }, { _id: `${_id}-other` }], { ordered: false })
    .catch((error: unknown) => error);
  if (!(thrown instanceof mongo.MongoBulkWriteError)) return false;
  const errors = Array.isArray(thrown.writeErrors) ? thrown.writeErrors : [thrown.writeErrors];
  const isStored = (await trials.findOne({ _id: `${_id}-other` })) !== null;
  return isStored && errors.length === 1 && errors[0]?.index === 0 && errors[0].code === 11_000;
};

/** Writes: one document at a time, and what a group of them answers. */
const writeChecks: readonly Check[] = [
  {
    name: 'refuse a second document of the same id',
    holds: async ({ trials, mark }) => {
      await trials.insertOne({ _id: `${mark}same` });
      return refuses(trials.insertOne({ _id: `${mark}same` }));
    },
  },
  {
    name: 'refuse a second document of the same key in a unique index',
    holds: async ({ trials, mark }) => {
      await trials.insertOne({ _id: `${mark}key-1`, key: `${mark}key` });
      return refuses(trials.insertOne({ _id: `${mark}key-2`, key: `${mark}key` }));
    },
  },
  { name: 'store the others of a group when one is a duplicate, and say which', holds: bulkTellsDuplicates },
  {
    name: 'count no match for a write whose filter finds nothing',
    holds: async ({ trials, mark }) => {
      const _id = `${mark}match`;
      await trials.insertOne({ _id, rev: 1 });
      const { matchedCount } = await trials.bulkWrite(
        [1, 1, 7].map((rev) => ({ replaceOne: { filter: { _id, rev }, replacement: { rev: rev + 1 } } })),
        { ordered: false },
      );
      return matchedCount === 1 && (await trials.findOne({ _id }))?.rev === 2;
    },
  },
  {
    name: 'add a document by an upsert once',
    holds: async ({ trials, mark }) => {
      const upsert = () =>
        trials.updateOne({ _id: `${mark}upsert` }, { $setOnInsert: { first: true } }, { upsert: true });
      return (await upsert()).upsertedCount === 1 && (await upsert()).upsertedCount === 0;
    },
  },
];

/** What must hold when many write at once. */
const raceChecks: readonly Check[] = [
  {
    name: 'let one of many compare-and-sets of a document through',
    holds: async ({ trials, mark }) => {
      const _id = `${mark}race`;
      await trials.insertOne({ _id, rev: 0 });
      const told = await times(8, (n) => trials.updateOne({ _id, rev: 0 }, { $set: { rev: 1, by: n } }));
      return told.filter(({ matchedCount }) => matchedCount === 1).length === 1;
    },
  },
  {
    name: 'hand out each number of a counter once',
    holds: async ({ trials, mark }) => {
      const _id = `${mark}count`;
      await trials.insertOne({ _id, next: 0 });
      const docs = await times(8, () =>
        trials.findOneAndUpdate({ _id }, { $inc: { next: 1 } }, { returnDocument: 'after' }),
      );
      return new Set(docs.map((doc) => doc?.next)).size === 8;
    },
  },
  {
    name: 'insert one of many documents of the same id',
    holds: async ({ trials, mark }) => {
      const told = await times(8, (n) => refuses(trials.insertOne({ _id: `${mark}first`, by: n })));
      return told.filter((isRefused) => !isRefused).length === 1;
    },
  },
];

const pipelineUpdates: Check['holds'] = async ({ trials, mark }) => {
  const _id = `${mark}pipeline`;
  await trials.insertOne({ _id, list: [{ at: 6 }, { at: 7 }, { at: 1 }, { at: 5 }], kept: 7 });
  const young = { $filter: { input: '$list', cond: { $gte: ['$$this.at', 3] } } };
  const list = { $slice: [{ $concatArrays: [young, [{ $literal: { at: 9 } }]] }, -3] };
  await trials.updateOne({ _id }, [{ $set: { list } }]);
  await trials.updateOne({ _id }, [
    {
      $replaceWith: {
        $mergeObjects: [{ $literal: { _id, text: '$kept' } }, { kept: '$kept', list: '$list' }],
      },
    },
  ]);
  const doc = await trials.findOne({ _id });
  return JSON.stringify([doc?.list, doc?.kept, doc?.text]) === '[[{"at":7},{"at":5},{"at":9}],7,"$kept"]';
};

const listUpdates: Check['holds'] = async ({ trials, mark }) => {
  const _id = `${mark}lists`;
  await trials.insertOne({ _id, list: [{ id: 'a' }, { id: 'b' }], low: 5, gone: 1 });
  await trials.updateOne(
    { _id },
    {
      $push: { list: { $each: [{ id: 'c' }], $slice: 5 } },
      $min: { low: 3 },
      $unset: { gone: 1 },
    },
  );
  await trials.updateOne({ _id }, { $pull: { list: { id: { $in: ['a'] } } } });
  const doc = await trials.findOne({ _id });
  const list = JSON.stringify(doc?.list);
  return list === '[{"id":"b"},{"id":"c"}]' && doc?.low === 3 && !('gone' in doc);
};

/** The forms of updates, queries and documents. */
const formChecks: readonly Check[] = [
  { name: 'carry out an update that is a pipeline', holds: pipelineUpdates },
  { name: 'change lists and numbers in place', holds: listUpdates },
  {
    name: 'keep names with a dollar sign or a dot inside a document',
    holds: async ({ trials, mark }) => {
      const odd = { $sign: 1, 'a.b': 2 };
      await trials.insertOne({ _id: `${mark}names`, odd });
      const kept = (await trials.findOne({ _id: `${mark}names` }))?.odd;
      return JSON.stringify(kept) === JSON.stringify(odd);
    },
  },
  {
    name: 'find by the elements of a list, in order, up to a limit',
    holds: async ({ trials, mark }) => {
      const keys = [`${mark}x`, `${mark}y`];
      await trials.insertMany([3, 1, 2].map((n) => ({ _id: `${mark}find-${n}`, of: keys.slice(n % 2), n })));
      const found = await trials
        .find({ of: { $in: keys } })
        .sort({ n: 1 })
        .limit(2)
        .toArray();
      const ranged = await trials.countDocuments({ of: { $elemMatch: { $gte: keys[0], $lt: keys[1] } } });
      return JSON.stringify(found.map((doc) => doc.n)) === '[1,2]' && ranged === 1;
    },
  },
  {
    name: 'join two collections and sum them up',
    holds: async ({ trials, mark }) => {
      await trials.insertMany([1, 2].map((n) => ({ _id: `${mark}sum-${n}`, sum: mark, n })));
      const [row] = await trials
        .aggregate<{ total: number; high: number }>([
          { $match: { sum: mark } },
          { $unionWith: { coll: trials.collectionName, pipeline: [{ $match: { sum: mark } }] } },
          {
            $group: {
              _id: '$sum',
              total: { $sum: { $cond: [{ $gt: ['$n', 1] }, '$n', 0] } },
              high: { $max: '$n' },
            },
          },
        ])
        .toArray();
      return row?.total === 4 && row.high === 2;
    },
  },
];

/** All that the store relies on. */
export const checks: readonly Check[] = [...writeChecks, ...raceChecks, ...formChecks];

import type { mongo } from 'mongoose';

import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader, createLoadBatcher } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { AccountKey, AccountRow, PointsStore, PostingRow } from '../ports.ts';
import { type AccountDoc, accountSchema, type PostingDoc, postingSchema } from './points-schema.ts';
import { accountId, postingId } from './points-ids.ts';
import { openRedemption } from './open-redemption.ts';
import { type RedemptionDoc, redemptionSchema } from './redemption-schema.ts';

const toRow = ({ _id, writer: _writer, ...row }: AccountDoc): AccountRow => row;

/** What only a split of two people asks for. */
const plain = { projection: { cameFrom: 0 } } as const;

const toPosting = (doc: PostingDoc): PostingRow => {
  const { _id, tenant: _tenant, ...posting } = doc;
  return posting;
};

const order = ['at', '_id'];

/** Writes an account that stands at its revision, and of which nobody was merged away; a new one is added. */
const createCommit = (deps: { accounts: Collection<AccountDoc>; turns: Turns }): PointsStore['commit'] => {
  const { accounts, turns } = deps;
  const insert = createInsertBatcher<AccountDoc>({
    turns,
    insertMany: (docs) => accounts.insertMany(docs, { ordered: false }),
  });
  const compareAndSet = createCompareAndSetBatcher<mongo.AnyBulkWriteOperation<AccountDoc>>({
    turns,
    bulkWrite: (ops) => accounts.bulkWrite(ops, { ordered: false }),
    writers: async (ids) => writersOf(await accounts.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  return async (row) => {
    const _id = accountId(row);
    const next = { ...row, rev: row.rev + 1 };
    if (row.rev === 0) return (await insert({ ...next, _id })) === 'inserted' ? 'committed' : 'conflict';
    const filter = { _id, rev: row.rev, mergedInto: { $exists: false } };
    const op = (writer: string) => ({ replaceOne: { filter, replacement: { ...next, _id, writer } } });
    return (await compareAndSet({ id: _id, op })) === 'set' ? 'committed' : 'conflict';
  };
};

const createAppend = (deps: {
  postings: Collection<PostingDoc>;
  redemptions: Collection<RedemptionDoc>;
  turns: Turns;
}): PointsStore['append'] => {
  const { postings, redemptions, turns } = deps;
  const insert = createInsertBatcher<PostingDoc>({
    turns,
    insertMany: (docs) => postings.insertMany(docs, { ordered: false }),
  });
  return async ({ postings: all, ...key }) => {
    const { tenant, profileId, program } = key;
    const docs = all.map((posting) => ({
      ...posting,
      _id: postingId({ ...key, key: posting.key }),
      tenant,
      profileId,
      program,
    }));
    await Promise.all(docs.map((doc) => insert(doc)));
    for (const posting of all.filter(({ redemption }) => redemption !== undefined))
      await openRedemption({ redemptions, ...key, posting });
  };
};

/** Empties the tail of an account that nobody wrote since. */
const createSettle = (deps: { accounts: Collection<AccountDoc>; turns: Turns }): PointsStore['settle'] => {
  const update = createUpdateBatcher<mongo.AnyBulkWriteOperation<AccountDoc>>({
    turns: deps.turns,
    bulkWrite: (ops) => deps.accounts.bulkWrite(ops, { ordered: false }),
  });
  return ({ rev, due, ...key }) => {
    const filter = { _id: accountId(key), rev };
    const done = { tail: [], news: [] };
    return update({
      updateOne: {
        filter,
        update: due === undefined ? { $set: done, $unset: { due: '' } } : { $set: { ...done, due } },
      },
    });
  };
};

const only = ({ tenant, profileId, program }: AccountKey) => ({ tenant, profileId, program });

/** Finds postings of an account: by id where the ids follow from the keys, many accounts in one read; by the indexes of the account otherwise. */
const createFind = (deps: { postings: Collection<PostingDoc>; turns: Turns }): PointsStore['find'] => {
  const { postings, turns } = deps;
  const load = createLoadBatcher<PostingDoc>({
    turns,
    find: (ids) => postings.find({ _id: { $in: ids } }, plain).toArray(),
    keysOf: ({ _id }) => [_id],
  });
  return async ({ keys, ref, isOwn, ...key }) => {
    if (isOwn === true && keys !== undefined && ref === undefined) {
      return (await load(keys.map((one) => postingId({ ...key, key: one })))).map(toPosting);
    }
    const filter = {
      ...only(key),
      ...(keys === undefined ? {} : { key: { $in: [...keys] } }),
      ...(ref === undefined ? {} : { ref }),
    };
    return (await postings.find(filter, plain).toArray()).map(toPosting);
  };
};

/** The points ledger: postings that are added and never changed, and the running balance of each account. */
export const createPointsStore = (deps: { collections: Collections; turns: Turns }): PointsStore => {
  const { turns } = deps;
  const accounts = deps.collections.of<AccountDoc>(accountSchema);
  const postings = deps.collections.of<PostingDoc>(postingSchema);
  const redemptions = deps.collections.of<RedemptionDoc>(redemptionSchema);
  const load = createIdLoader<AccountDoc>({
    turns,
    find: (ids) => accounts.find({ _id: { $in: ids } }, plain).toArray(),
  });
  return guarded<PointsStore>({
    get: async (key) => {
      const doc = await load(accountId(key));
      return doc === undefined ? undefined : toRow(doc);
    },
    of: async ({ tenant, profileId }) =>
      (await accounts.find({ tenant, profileId }, plain).toArray()).map(toRow),
    commit: createCommit({ accounts, turns }),
    append: createAppend({ postings, redemptions, turns }),
    settle: createSettle({ accounts, turns }),
    find: createFind({ postings, turns }),
    all: async (key) => (await postings.find(only(key), plain).toArray()).map(toPosting),
    history: async ({ tenant, profileId, program, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyAt({ tenant, after })];
      const filter = { tenant, profileId, ...(program === undefined ? {} : { program }) };
      const docs = await postings
        .find({ ...filter, ...behind({ order, values }) }, plain)
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map((doc) => ({ ...toPosting(doc), id: idIn(doc._id, tenant) }));
    },
    due: async ({ tenant, upTo, limit }) => {
      const docs = await accounts
        .find({ tenant, due: { $lte: upTo } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(only);
    },
    page: async ({ tenant, after, limit }) => {
      const from = after === undefined ? {} : { _id: { $gt: after } };
      const docs = await accounts
        .find({ tenant, mergedInto: { $exists: false }, ...from }, plain)
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return docs.map((doc) => ({ ...toRow(doc), id: doc._id }));
    },
  });
};

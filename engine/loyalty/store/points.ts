import type { mongo } from 'mongoose';

import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { Collection, Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn } from '../../../platform/mongo/keys.ts';
import { behind, keyAt, newestFirst } from '../../../platform/mongo/paging.ts';
import type { AccountKey, AccountRow, PointsStore, PostingRow } from '../ports.ts';
import { type AccountDoc, accountSchema, type PostingDoc, postingSchema } from './points-schema.ts';
import { accountId, postingId } from './points-ids.ts';
import { openRedemption } from './open-redemption.ts';
import { type RedemptionDoc, redemptionSchema } from './redemption-schema.ts';

const toRow = ({ _id, ...row }: AccountDoc): AccountRow => row;

/** What only a split of two people asks for. */
const plain = { projection: { cameFrom: 0 } } as const;

const toPosting = (doc: PostingDoc): PostingRow => {
  const { _id, tenant: _tenant, ...posting } = doc;
  return posting;
};

const order = ['at', '_id'];

const commitTo =
  (accounts: Collection<AccountDoc>): PointsStore['commit'] =>
  async (row) => {
    const _id = accountId(row);
    const next = { ...row, rev: row.rev + 1 };
    if (row.rev > 0) {
      const { matchedCount } = await accounts.replaceOne(
        { _id, rev: row.rev, mergedInto: { $exists: false } },
        next,
      );
      return matchedCount === 1 ? 'committed' : 'conflict';
    }
    try {
      await accounts.insertOne({ ...next, _id });
      return 'committed';
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
      return 'conflict';
    }
  };

const appendTo =
  (postings: Collection<PostingDoc>, redemptions: Collection<RedemptionDoc>): PointsStore['append'] =>
  async ({ postings: all, ...key }) => {
    const { tenant, profileId, program } = key;
    for (const posting of all) {
      try {
        const _id = postingId({ ...key, key: posting.key });
        await postings.insertOne({ ...posting, _id, tenant, profileId, program });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
      await openRedemption({ redemptions, ...key, posting });
    }
  };

const only = ({ tenant, profileId, program }: AccountKey) => ({ tenant, profileId, program });

/** The points ledger: postings that are added and never changed, and the running balance of each account. */
export const createPointsStore = (deps: { collections: Collections }): PointsStore => {
  const accounts = deps.collections.of<AccountDoc>(accountSchema);
  const postings = deps.collections.of<PostingDoc>(postingSchema);
  const redemptions = deps.collections.of<RedemptionDoc>(redemptionSchema);
  const found = async (filter: mongo.Filter<PostingDoc>): Promise<readonly Posting[]> =>
    (await postings.find(filter, plain).toArray()).map(toPosting);
  return guarded<PointsStore>({
    get: async (key) => {
      const doc = await accounts.findOne({ _id: accountId(key) }, plain);
      return doc === null ? undefined : toRow(doc);
    },
    of: async ({ tenant, profileId }) =>
      (await accounts.find({ tenant, profileId }, plain).toArray()).map(toRow),
    commit: commitTo(accounts),
    append: appendTo(postings, redemptions),
    settle: async ({ rev, due, ...key }) => {
      const filter = { _id: accountId(key), rev };
      const done = { tail: [], news: [] };
      if (due !== undefined) await accounts.updateOne(filter, { $set: { ...done, due } });
      else await accounts.updateOne(filter, { $set: done, $unset: { due: '' } });
    },
    find: ({ keys, ref, ...key }) =>
      found({
        ...only(key),
        ...(keys === undefined ? {} : { key: { $in: [...keys] } }),
        ...(ref === undefined ? {} : { ref }),
      }),
    all: (key) => found(only(key)),
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

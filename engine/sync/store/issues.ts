import { hashId } from '../../../domain/hash.ts';
import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { idIn, keyOf } from '../../../platform/mongo/keys.ts';
import { behind, newestFirst } from '../../../platform/mongo/paging.ts';
import type { Issue, IssueStore } from '../ports.ts';
import { type IssueDoc, issueSchema } from './issue-schema.ts';

const order = ['at', '_id'] as const;

const issueOf = ({ _id, ours: _ours, ...doc }: IssueDoc): Issue => ({ ...doc, id: idIn(_id, doc.tenant) });

/** What of syncs somebody has to look at, or is tried again. */
export const createIssueStore = (deps: { collections: Collections }): IssueStore => {
  const issues = deps.collections.of<IssueDoc>(issueSchema);
  return guarded<IssueStore>({
    note: async ({ due, ...issue }) => {
      const { tenant, sync, code, field = '', theirs = '', profileId, record, at, message } = issue;
      const ours = profileId ?? record;
      const _id = keyOf(tenant, hashId(sync, code, field, theirs, ours ?? ''));
      const planned = due === undefined ? {} : { due };
      const counted = { $set: { message, at, ...planned }, $inc: { attempts: 1 } };
      const change = due === undefined ? { ...counted, $unset: { due: 1 } as const } : counted;
      const { matchedCount } = await issues.updateOne({ _id }, change);
      if (matchedCount === 1) return;
      const named = ours === undefined ? {} : { ours };
      try {
        await issues.insertOne({ ...issue, ...named, ...planned, _id, attempts: 1, firstAt: at });
      } catch (thrown) {
        if (!isDuplicate(thrown)) throw thrown;
      }
    },
    clear: async ({ tenant, sync, theirs, ours }) => {
      if (theirs !== undefined) await issues.deleteMany({ tenant, sync, theirs });
      if (ours !== undefined) await issues.deleteMany({ tenant, ours, sync });
    },
    due: async ({ tenant, sync, now, limit }) => {
      const docs = await issues
        .find({ tenant, sync, due: { $lte: now } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray();
      return docs.map(issueOf);
    },
    list: async ({ tenant, sync, after, limit }) => {
      const values = after === undefined ? undefined : [after.at, keyOf(tenant, after.id)];
      const docs = await issues
        .find({ tenant, sync, ...behind({ order, values }) })
        .sort(newestFirst(order))
        .limit(limit)
        .toArray();
      return docs.map(issueOf);
    },
    retry: async ({ tenant, sync, id, now, take }) => {
      const one = id === undefined ? {} : { _id: keyOf(tenant, id) };
      const decided = take === undefined ? {} : { take };
      const set = { $set: { due: now, ...decided } };
      return (await issues.updateMany({ tenant, sync, ...one }, set)).matchedCount;
    },
    drop: async ({ tenant, id }) => {
      await issues.deleteOne({ _id: keyOf(tenant, id) });
    },
    count: ({ tenant, sync }) => issues.countDocuments({ tenant, sync }, { limit: 100_000 }),
  });
};
